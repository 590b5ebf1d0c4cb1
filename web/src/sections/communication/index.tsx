import { lazy } from 'react';

import { Moment } from '@/components/moment';
import type { Page } from '@/lib/page';

import type { Glance, SectionModule } from '../section-module';
import type { CommunicationView } from './model';
import { RecentContact } from './recent-contact';
import { CHANNEL_TITLES } from './words';

function glance(view: CommunicationView, page: Page): Glance {
  const health = page.scores ? 'Health: not judged yet' : null;
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
