import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Quiet } from '@/components/stack';
import { Table } from '@/components/table';
import { formatMoney } from '@/lib/money';

import css from './billing.module.css';
import type { Payment } from './model';
import { paymentStatus } from './words';

export function Payments({ payments }: { payments: readonly Payment[] }) {
  if (payments.length === 0) return <Quiet>No payment yet.</Quiet>;
  return (
    <Table
      caption="Payments, newest first"
      rows={payments}
      keyOf={(row) => row.ref.external_id}
      columns={[
        {
          name: 'at',
          title: 'When',
          cell: (row) => (
            <RecordLink record={row.ref}>
              <Moment at={row.at} as="clock" />
            </RecordLink>
          ),
        },
        { name: 'status', title: 'Status', cell: (row) => <Status payment={row} /> },
        { name: 'amount', title: 'Amount', right: true, cell: (row) => formatMoney(row.amount) },
        {
          name: 'refunded',
          title: 'Refunded',
          right: true,
          cell: (row) => (row.refunded.amount_minor ? formatMoney(row.refunded) : '–'),
        },
      ]}
    />
  );
}

function Status({ payment }: { payment: Payment }) {
  const { text, tone } = paymentStatus(payment);
  const why = payment.failure_message ?? payment.failure_code;
  return (
    <>
      <Badge tone={tone}>{text}</Badge>
      {why !== undefined && <div className={css.sub}>{why}</div>}
    </>
  );
}
