import { Card } from '@/components/card';
import { MadeAmounts } from '@/components/made-money';
import { type Metric, Metrics } from '@/components/metrics';
import { Moment } from '@/components/moment';
import { Quiet, Stack } from '@/components/stack';
import { formatMoneyList } from '@/lib/money';
import { count } from '@/lib/numbers';

import type { PanelProps } from '../section-module';
import { Invoices } from './invoices';
import type { BillingView } from './model';
import { MrrChange } from './mrr-change';
import { Payers } from './payers';
import { Payments } from './payments';
import { RetentionFigures } from './retention';
import { RevenueBody } from './revenue';
import { Plans, Subscriptions } from './subscriptions';

/** Everything about what they pay. What the viewer may not see is not there. */
export function BillingPanel({ view, page }: PanelProps<BillingView>) {
  const metrics = metricsOf(view);
  return (
    <Stack>
      {metrics.length > 0 && <Metrics metrics={metrics} />}
      {view.subscriptions ? (
        <Card title="Subscriptions">
          <Subscriptions subscriptions={view.subscriptions} />
        </Card>
      ) : (
        <Card title="Subscriptions" aside={<Quiet>Amounts are not part of your role</Quiet>}>
          <Plans plans={view.plans ?? []} />
        </Card>
      )}
      {view.paid_by_month && (
        <Card title="Revenue, last 12 months">
          <RevenueBody view={view} />
          <RetentionFigures account={page.account.id} />
        </Card>
      )}
      {view.invoices && (
        <Card title="Invoices">
          <Invoices invoices={view.invoices} />
        </Card>
      )}
      {view.payments && (
        <Card title="Payments, retries and refunds">
          <Payments payments={view.payments} />
        </Card>
      )}
      {view.customers && view.customers.length > 0 && (
        <Card title="Paying customers in the billing system">
          <Payers payers={view.customers} />
        </Card>
      )}
    </Stack>
  );
}

function metricsOf(view: BillingView): Metric[] {
  const metrics: Metric[] = [];
  if (view.mrr)
    metrics.push({
      key: 'mrr',
      label: 'MRR',
      value: view.mrr.length ? <MadeAmounts label="MRR" amounts={view.mrr} /> : 'None',
      note: <MrrChange mrr={view.mrr} changes={view.mrr_change_30d} />,
    });
  if (view.arr?.length)
    metrics.push({ key: 'arr', label: 'ARR', value: <MadeAmounts label="ARR" amounts={view.arr} /> });
  if (view.trial_mrr?.length)
    metrics.push({
      key: 'trial',
      label: 'MRR in trial',
      value: <MadeAmounts label="MRR in trial" amounts={view.trial_mrr} />,
    });
  if (view.lifetime_paid?.length)
    metrics.push({
      key: 'lifetime',
      label: 'Paid so far',
      value: <MadeAmounts label="Lifetime paid" amounts={view.lifetime_paid} />,
    });
  if (view.overdue)
    metrics.push({
      key: 'overdue',
      label: 'Overdue',
      value: formatMoneyList(view.overdue.amounts),
      note: (
        <>
          {count(view.overdue.count, 'invoice')}, oldest due <Moment at={view.overdue.oldest_due_at} />
        </>
      ),
    });
  if (view.next_renewal_at)
    metrics.push({
      key: 'renewal',
      label: 'Next renewal',
      value: <Moment at={view.next_renewal_at} as="date" />,
      note: <Moment at={view.next_renewal_at} />,
    });
  return metrics;
}
