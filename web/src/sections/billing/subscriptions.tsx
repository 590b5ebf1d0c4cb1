import { Badge } from '@/components/badge';
import { MadeValue } from '@/components/made-value';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Quiet } from '@/components/stack';
import { Table } from '@/components/table';
import { formatMoney } from '@/lib/money';
import { formatNumber } from '@/lib/numbers';
import { listed } from '@/lib/text';

import css from './billing.module.css';
import type { PlanLine, Subscription, SubscriptionItem, SubscriptionStatus } from './model';
import { subscriptionStatus } from './words';

export function Subscriptions({ subscriptions }: { subscriptions: readonly Subscription[] }) {
  if (subscriptions.length === 0) return <Quiet>No subscription, now or earlier.</Quiet>;
  return (
    <Table
      caption="Subscriptions"
      rows={subscriptions}
      keyOf={(row) => row.ref.external_id}
      columns={[
        { name: 'what', title: 'Subscription', cell: (row) => <What subscription={row} /> },
        {
          name: 'status',
          title: 'Status',
          cell: (row) => <Status status={row.status} paused={row.collection_paused} />,
        },
        {
          name: 'started',
          title: 'Started',
          wide: true,
          cell: (row) => <Moment at={row.started_at} as="date" />,
        },
        { name: 'next', title: 'Next', cell: (row) => <Next {...row} /> },
        { name: 'mrr', title: 'MRR', right: true, cell: (row) => <Mrr subscription={row} /> },
      ]}
    />
  );
}

/** The same without amounts. */
export function Plans({ plans }: { plans: readonly PlanLine[] }) {
  if (plans.length === 0) return <Quiet>No subscription, now or earlier.</Quiet>;
  return (
    <Table
      caption="Subscriptions"
      rows={plans}
      keyOf={(row) => row.ref.external_id}
      columns={[
        {
          name: 'what',
          title: 'Subscription',
          cell: (row) => <RecordLink record={row.ref}>{listed(row.products)}</RecordLink>,
        },
        {
          name: 'status',
          title: 'Status',
          cell: (row) => <Status status={row.status} paused={row.collection_paused} />,
        },
        {
          name: 'seats',
          title: 'Seats',
          right: true,
          cell: (row) => (row.seats === undefined ? '–' : formatNumber(row.seats)),
        },
        { name: 'next', title: 'Next', cell: (row) => <Next {...row} /> },
      ]}
    />
  );
}

function Status({ status, paused }: { status: SubscriptionStatus; paused: boolean | undefined }) {
  const { text, tone } = subscriptionStatus(status);
  return (
    <>
      <Badge tone={tone}>{text}</Badge> {paused && <Badge tone="yellow">Collection paused</Badge>}
    </>
  );
}

function What({ subscription }: { subscription: Subscription }) {
  const notes = [...(subscription.discounts ?? []), ...(subscription.notes ?? [])];
  return (
    <>
      <RecordLink record={subscription.ref}>
        {listed(subscription.items.map((item) => item.product))}
      </RecordLink>
      {subscription.items.map((item, index) => (
        <div key={index} className={css.sub}>
          {itemWords(item)}
        </div>
      ))}
      {notes.map((note) => (
        <div key={note} className={css.sub}>
          {note}
        </div>
      ))}
    </>
  );
}

function itemWords({ product, quantity, amount, interval, metered }: SubscriptionItem): string {
  if (metered) return `${product}: metered, by ${interval}`;
  const times = quantity === undefined ? '' : `${formatNumber(quantity)} × `;
  return `${times}${product}${amount ? `, ${formatMoney(amount)} per ${interval}` : ''}`;
}

type Dates = Pick<PlanLine, 'ended_at' | 'cancel_at' | 'trial_ends_at' | 'renews_at'>;

/** What happens next to it: the first of its dates that matters. */
function Next({ ended_at, cancel_at, trial_ends_at, renews_at }: Dates) {
  const dates: readonly [string, string | undefined][] = [
    ['Ended', ended_at],
    ['Ends', cancel_at],
    ['Trial ends', trial_ends_at],
    ['Renews', renews_at],
  ];
  const [label, at] = dates.find((each) => each[1] !== undefined) ?? [];
  if (!at) return <>–</>;
  return (
    <>
      {label} <Moment at={at} as="date" />
    </>
  );
}

function Mrr({ subscription: { mrr, trial_mrr: trial } }: { subscription: Subscription }) {
  const shown = mrr ?? trial;
  if (!shown) return <Quiet>does not count</Quiet>;
  return (
    <>
      <MadeValue label="MRR of this subscription" made={shown.made}>
        {formatMoney(shown.money)}
      </MadeValue>
      {!mrr && <div className={css.sub}>after the trial</div>}
    </>
  );
}
