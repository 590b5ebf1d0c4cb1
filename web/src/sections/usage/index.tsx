import { lazy } from 'react';

import { Change } from '@/components/change';
import { MadeValue } from '@/components/made-value';
import { Moment } from '@/components/moment';
import { formatNumber } from '@/lib/numbers';

import type { Glance, SectionModule } from '../section-module';
import type { UsageView } from './model';
import { UsageOverview } from './overview';
import { usageFrom } from './source-rows';
import { adoptionWords, seatWords } from './words';

function value(view: UsageView) {
  if (view.dormant) return 'Dormant';
  if (view.active_7d === undefined) return 'Not shown';
  const change = view.active_change_7d;
  return (
    <>
      <span title="Weekly active users: people with any activity in the last 7 days">
        {formatNumber(view.active_7d)} WAU
      </span>{' '}
      {change && <Change label="Change of weekly active users" ratio={change.value} made={change.made} />}
    </>
  );
}

function glance(view: UsageView): Glance {
  const adoption = adoptionWords(view);
  const lastActive = view.last_active_at ? (
    <>
      Last active <Moment at={view.last_active_at} />
    </>
  ) : (
    'Nobody was ever active'
  );
  return {
    value: value(view),
    lines: [
      view.dormant ? (
        lastActive
      ) : view.adoption && adoption ? (
        <MadeValue label="feature adoption" made={view.adoption.made}>
          {adoption}
        </MadeValue>
      ) : (
        adoption
      ),
      seatWords(view),
    ],
  };
}

export const usage: SectionModule<UsageView> = {
  name: 'usage',
  title: 'Usage',
  question: 'How do they use it',
  glance,
  Panel: lazy(async () => ({ default: (await import('./panel')).UsagePanel })),
  Overview: UsageOverview,
  fromSource: usageFrom,
};
