import { Moment } from '@/components/moment';
import { Unit } from '@/components/unit';
import type { Page } from '@/lib/page';
import { viewOf } from '@/lib/page';
import { count } from '@/lib/numbers';
import { daysUntil } from '@/lib/time';

import type { ProfileView } from '../profile/model';
import type { Glance, SectionModule } from '../section-module';
import type { UpcomingItem, UpcomingView } from './model';
import { Upcoming } from './upcoming-list';

const PHRASES: Partial<Record<UpcomingItem['kind'], string>> = {
  renewal: 'to renewal',
  cancellation: 'until it ends',
  trial_end: 'to the end of the trial',
};

/** The first contract date that is still ahead: an end before a renewal says more than the renewal. */
function nextContract(view: UpcomingView, now: number): UpcomingItem | undefined {
  return view.contract?.find((each) => each.kind in PHRASES && Date.parse(each.at) >= now);
}

function meetingLine(view: UpcomingView) {
  const meeting = view.engagements?.find(
    (each) => each.kind === 'meeting' && each.at === view.next_meeting_at,
  );
  if (!view.next_meeting_at) return view.next_meeting_at === null ? 'No meeting is planned' : null;
  return (
    <>
      <Moment at={view.next_meeting_at} as="meeting" /> · {meeting?.title ?? 'Meeting'}
    </>
  );
}

function renewWords(page: Page): string {
  const renew = viewOf<ProfileView>(page, 'profile')?.auto_renew;
  return renew ? `, auto-renew ${renew.value ? 'on' : 'off'}` : '';
}

function glance(view: UpcomingView, page: Page): Glance {
  const now = Date.now();
  const next = nextContract(view, now);
  if (!next)
    return {
      value: view.next_meeting_at ? <Moment at={view.next_meeting_at} /> : 'Nothing planned',
      lines: [view.contract ? 'No renewal date is known' : null, meetingLine(view)],
    };
  const days = daysUntil(next.at, now);
  return {
    value: (
      <>
        {days === 0 ? 'Today' : count(days, 'day')} <Unit>{PHRASES[next.kind]}</Unit>
      </>
    ),
    lines: [
      <>
        <Moment at={next.at} as="date" />
        {next.kind === 'renewal' && renewWords(page)}
      </>,
      meetingLine(view),
    ],
  };
}

export const upcoming: SectionModule<UpcomingView> = {
  name: 'upcoming',
  title: 'Upcoming',
  question: 'What is coming',
  glance,
  Aside: Upcoming,
};
