import { Moment } from '@/components/moment';
import type { Page } from '@/lib/page';
import { viewOf } from '@/lib/page';
import { inWords, nameInAddress } from '@/lib/text';
import { formatDay } from '@/lib/time';

import type { BillingView } from '../billing/model';
import type { Glance, SectionModule } from '../section-module';
import { ProfileAside } from './details';
import type { ProfileView } from './model';
import { ownerTitle } from './owner-title';
import { profileFrom } from './source-rows';

function value(view: ProfileView, page: Page): string {
  const interval = viewOf<BillingView>(page, 'billing')?.plans?.find((each) => !each.ended_at)?.interval;
  if (view.plan)
    return [inWords(view.plan.value), interval && intervalWords(interval)].filter(Boolean).join(' · ');
  if (view.product_status) return inWords(view.product_status.value);
  return inWords(view.lifecycle_stage?.value ?? view.industry?.value ?? 'Known');
}

const INTERVALS: Record<string, string> = { month: 'monthly', year: 'annual', week: 'weekly', day: 'daily' };

const intervalWords = (interval: string): string => INTERVALS[interval] ?? interval;

function standingLine(view: ProfileView) {
  const status = view.product_status && inWords(view.product_status.value);
  if (view.product_status?.value === 'trial' && view.trial_ends_at)
    return (
      <>
        Trial ends <Moment at={view.trial_ends_at.value} />
      </>
    );
  if (view.contract_ends_on)
    return `${status ? `${status}, contract` : 'Contract'} to ${formatDay(view.contract_ends_on.value)}`;
  if (status && view.plan) return status;
  if (!view.plan && !status) return null; // the value says it already
  return view.lifecycle_stage ? inWords(view.lifecycle_stage.value) : null;
}

function glance(view: ProfileView, page: Page): Glance {
  const owner = view.owners?.find((each) => each.value.role === 'csm') ?? view.owners?.[0];
  const known = page.account.owners?.[0];
  const ownerLine = owner
    ? `${owner.value.name}, ${ownerTitle(owner.value.role)}`
    : known && nameInAddress(known);
  return {
    value: value(view, page),
    lines: [standingLine(view), ownerLine ?? 'Nobody owns this account'],
  };
}

export const profile: SectionModule<ProfileView> = {
  name: 'profile',
  title: 'Profile',
  question: 'Who is this',
  glance,
  Aside: ProfileAside,
  fromSource: profileFrom,
};
