import type { Page } from '@/lib/page';
import { viewOf } from '@/lib/page';
import { formatMoneyList } from '@/lib/money';
import { count, formatNumber } from '@/lib/numbers';
import { inWords, listed, nameInAddress } from '@/lib/text';
import { daysUntil, formatDate, relative } from '@/lib/time';
import type { BillingView } from '@/sections/billing/model';
import type { CommunicationView } from '@/sections/communication/model';
import type { ProfileView } from '@/sections/profile/model';
import type { SupportView, Ticket } from '@/sections/support/model';
import { isOpen, severityWords } from '@/sections/support/words';
import type { UpcomingView } from '@/sections/upcoming/model';
import type { UsageView } from '@/sections/usage/model';

export interface Row {
  section: string;
  label: string;
  words: (page: Page, now: number) => string | undefined;
}

function plan(page: Page): string | undefined {
  const view = viewOf<ProfileView>(page, 'profile');
  return (
    view && inWords(view.plan?.value ?? view.product_status?.value ?? view.lifecycle_stage?.value ?? 'known')
  );
}

function money(page: Page): string | undefined {
  const view = viewOf<BillingView>(page, 'billing');
  if (!view) return undefined;
  if (!view.mrr) return view.plans?.length ? listed(view.plans[0]?.products ?? []) : 'Amounts hidden';
  const mrr = view.mrr.length ? `${formatMoneyList(view.mrr.map((each) => each.money))} MRR` : 'No MRR';
  const overdue = view.overdue?.count ? ` · ${view.overdue.count} overdue` : '';
  return mrr + overdue;
}

function usage(page: Page): string | undefined {
  const view = viewOf<UsageView>(page, 'usage');
  if (!view) return undefined;
  if (view.dormant) return 'Dormant';
  return view.active_7d === undefined ? 'Not shown' : `${formatNumber(view.active_7d)} active in a week`;
}

function touch(page: Page, now: number): string | undefined {
  const view = viewOf<CommunicationView>(page, 'communication');
  if (!view) return undefined;
  if (view.last_touch_at === undefined) return 'Not shown';
  return view.last_touch_at === null ? 'No contact known' : relative(view.last_touch_at, now);
}

function tickets(page: Page): string | undefined {
  const view = viewOf<SupportView>(page, 'support');
  if (!view) return undefined;
  if (view.open_count === undefined) return 'Not shown';
  if (view.open_count === 0) return 'None open';
  return `${count(view.open_count, 'ticket')} · ${severityWords(view.open_by_severity)}`;
}

function renewal(page: Page, now: number): string | undefined {
  const view = viewOf<UpcomingView>(page, 'upcoming');
  if (!view) return undefined;
  if (!view.next_renewal_at) return 'No date known';
  const days = daysUntil(view.next_renewal_at, now);
  return `${formatDate(view.next_renewal_at)} · ${days === 0 ? 'today' : `in ${count(days, 'day')}`}`;
}

/** What the tiles of the page say, a line each. */
export const ROWS: readonly Row[] = [
  { section: 'profile', label: 'Plan', words: plan },
  { section: 'billing', label: 'Pays', words: money },
  { section: 'usage', label: 'Uses', words: usage },
  { section: 'communication', label: 'Last touch', words: touch },
  { section: 'support', label: 'Open tickets', words: tickets },
  { section: 'upcoming', label: 'Renews', words: renewal },
];

/** "Maya Rivera, Daniel Cho": by name where the profile knows it. */
export function ownersOf(page: Page): string {
  const named = viewOf<ProfileView>(page, 'profile')?.owners ?? [];
  const names = (page.account.owners ?? []).map(
    (address) =>
      named.find((each) => each.value.email?.toLowerCase() === address)?.value.name ?? nameInAddress(address),
  );
  return [...new Set(names)].join(', ') || 'Nobody owns this account';
}

const SHOWN = 5;

export const openTickets = (page: Page): Ticket[] =>
  (viewOf<SupportView>(page, 'support')?.tickets ?? []).filter(isOpen).slice(0, SHOWN);
