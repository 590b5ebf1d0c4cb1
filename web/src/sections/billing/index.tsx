import { lazy } from 'react';

import { MadeAmounts } from '@/components/made-money';
import { Moment } from '@/components/moment';
import { formatMoneyList } from '@/lib/money';
import { count } from '@/lib/numbers';
import { inWords, listed } from '@/lib/text';

import type { Glance, SectionModule } from '../section-module';
import type { BillingView, PlanLine } from './model';
import { MrrChange } from './mrr-change';
import { Revenue } from './revenue';
import { billingFrom } from './source-rows';

const isLive = (plan: PlanLine): boolean => !plan.ended_at && plan.status !== 'canceled';

/** For a viewer who may see the contract and no amount. */
function withoutAmounts(view: BillingView): Glance {
  const plan = view.plans?.find(isLive);
  const renewal = view.next_renewal_at && (
    <>
      Renews <Moment at={view.next_renewal_at} as="date" />
    </>
  );
  return {
    value: plan ? listed(plan.products) : view.plans ? 'No subscription' : 'Amounts hidden',
    lines: [
      plan ? inWords(plan.status) : 'Amounts are not part of your role',
      renewal ?? paymentWords(view.payment_ok) ?? null,
    ],
  };
}

const paymentWords = (ok: boolean | undefined): string | undefined =>
  ok === undefined ? undefined : ok ? 'Payments are in order' : 'A payment is overdue or failed';

function moneyLine(view: BillingView): string {
  if (view.overdue)
    return `${count(view.overdue.count, 'invoice')} overdue, ${formatMoneyList(view.overdue.amounts)}`;
  if (view.failed_payments_30d) return `${count(view.failed_payments_30d, 'payment')} failed in 30 days`;
  return paymentWords(view.payment_ok) ?? '';
}

function glance(view: BillingView): Glance {
  const { mrr, arr, trial_mrr: trial } = view;
  if (!mrr) return withoutAmounts(view);
  if (mrr.length === 0)
    return {
      value: trial?.length ? <MadeAmounts label="MRR after the trial" amounts={trial} /> : 'No MRR',
      lines: [trial?.length ? 'MRR if the trial converts' : 'No subscription counts now', moneyLine(view)],
    };
  return {
    value: (
      <>
        <MadeAmounts label="MRR" amounts={mrr} /> <MrrChange mrr={mrr} changes={view.mrr_change_30d} />
      </>
    ),
    lines: [
      <>
        MRR · ARR <MadeAmounts label="ARR" amounts={arr ?? []} />
      </>,
      moneyLine(view),
    ],
  };
}

export const billing: SectionModule<BillingView> = {
  name: 'billing',
  title: 'Billing',
  question: 'What do they pay',
  glance,
  count: (view) => view.overdue?.count,
  Panel: lazy(async () => ({ default: (await import('./panel')).BillingPanel })),
  Overview: Revenue,
  related: {
    title: 'Invoices',
    list: 'invoices',
    List: lazy(async () => ({ default: (await import('./related')).RelatedInvoices })),
  },
  fromSource: billingFrom,
};
