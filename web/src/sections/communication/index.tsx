import { lazy } from 'react';

import type { Scores } from '@/api/page';
import { Moment } from '@/components/moment';
import type { Page } from '@/lib/page';

import type { Glance, SectionModule } from '../section-module';
import type { CommunicationView } from './model';
import { RecentContact } from './recent-contact';
import { CHANNEL_TITLES } from './words';

const healthLine = (health: Scores['health']): string =>
  health.state === 'judged' ? `Health: ${Math.round(health.score)} of 100` : 'Health: not judged yet';

function glance(view: CommunicationView, page: Page): Glance {
  const health = page.scores ? healthLine(page.scores.health) : null;
  const { last_touch_at: touch, last_touch_channel: channel } = view;
  if (touch === undefined) return { value: 'Not shown', lines: [health] };
  if (touch === null) return { value: 'No contact', lines: ['No email, call or meeting is known', health] };
  return {
    value: <Moment at={touch} />,
    lines: [`Last touch${channel ? `, ${CHANNEL_TITLES[channel].toLowerCase()}` : ''}`, health],
  };
}

export const communication: SectionModule<CommunicationView> = {
  name: 'communication',
  title: 'Communication',
  question: 'How is it going',
  glance,
  Panel: lazy(async () => ({ default: (await import('./panel')).CommunicationPanel })),
  Overview: RecentContact,
};
