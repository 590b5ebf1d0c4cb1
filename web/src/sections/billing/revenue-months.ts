import type { Money } from '@/api/provenance';

import type { BillingView } from './model';

export interface RevenueMonth {
  month: string;
  paid: Money;
}

/** Every currency with MRR or a paid invoice, the one with most MRR first. */
export function currenciesOf(view: BillingView): string[] {
  const byMrr = [...(view.mrr ?? [])].sort((one, other) => other.money.amount_minor - one.money.amount_minor);
  const paid = (view.paid_by_month ?? []).flatMap((each) => each.paid.map((money) => money.currency));
  return [...new Set([...byMrr.map((each) => each.money.currency), ...paid])];
}

/** What was paid in that currency, month by month; a month without payments is zero. */
export function monthsIn(view: BillingView, currency: string): RevenueMonth[] {
  return (view.paid_by_month ?? []).map(({ month, paid }) => ({
    month,
    paid: paid.find((money) => money.currency === currency) ?? { amount_minor: 0, currency },
  }));
}
