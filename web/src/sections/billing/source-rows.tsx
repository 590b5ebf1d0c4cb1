import type { SourceName } from '@/api/provenance';
import { Badge } from '@/components/badge';
import type { KeyValue } from '@/components/key-values';
import { MadeAmounts } from '@/components/made-money';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { listed } from '@/lib/text';

import type { BillingView } from './model';
import { MrrChange } from './mrr-change';
import { subscriptionStatus } from './words';

function amounts(view: BillingView): KeyValue[] {
  const rows: KeyValue[] = [];
  if (view.mrr?.length)
    rows.push({
      key: 'mrr',
      label: 'MRR',
      value: (
        <>
          <MadeAmounts label="MRR" amounts={view.mrr} />
          <MrrChange mrr={view.mrr} changes={view.mrr_change_30d} />
        </>
      ),
    });
  if (view.lifetime_paid?.length)
    rows.push({
      key: 'lifetime',
      label: 'Paid so far',
      value: <MadeAmounts label="Lifetime paid" amounts={view.lifetime_paid} />,
    });
  return rows;
}

/** The rows that the block of one billing system shows. */
export function billingFrom(view: BillingView, source: SourceName): KeyValue[] {
  const plan = view.plans?.find((each) => each.ref.source === source);
  const rows = amounts(view);
  if (plan) {
    const status = subscriptionStatus(plan.status);
    rows.push({
      key: 'plan',
      label: 'Subscription',
      value: (
        <>
          <RecordLink record={plan.ref}>{listed(plan.products)}</RecordLink>
          <Badge tone={status.tone}>{status.text}</Badge>
        </>
      ),
    });
  }
  if (view.next_renewal_at)
    rows.push({ key: 'renewal', label: 'Renews', value: <Moment at={view.next_renewal_at} as="date" /> });
  return rows;
}
