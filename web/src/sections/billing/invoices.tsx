import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Quiet } from '@/components/stack';
import { Table } from '@/components/table';
import { formatMoney } from '@/lib/money';
import { count } from '@/lib/numbers';

import css from './billing.module.css';
import type { Invoice } from './model';
import { invoiceStatus } from './words';

export function Invoices({ invoices }: { invoices: readonly Invoice[] }) {
  if (invoices.length === 0) return <Quiet>No invoice yet.</Quiet>;
  return (
    <Table
      caption="Invoices, newest first"
      rows={invoices}
      keyOf={(row) => row.ref.external_id}
      warn={(row) => row.overdue_since !== undefined}
      columns={[
        {
          name: 'number',
          title: 'Invoice',
          cell: (row) => <RecordLink record={row.ref}>{row.number ?? 'Draft'}</RecordLink>,
        },
        { name: 'status', title: 'Status', cell: (row) => <Status invoice={row} /> },
        {
          name: 'created',
          title: 'Created',
          wide: true,
          cell: (row) => <Moment at={row.created_at} as="date" />,
        },
        {
          name: 'due',
          title: 'Due',
          wide: true,
          cell: (row) => (row.due_at ? <Moment at={row.due_at} as="date" /> : '–'),
        },
        {
          name: 'paid',
          title: 'Paid',
          wide: true,
          cell: (row) => (row.paid_at ? <Moment at={row.paid_at} as="date" /> : '–'),
        },
        { name: 'total', title: 'Total', right: true, cell: (row) => formatMoney(row.total) },
        {
          name: 'left',
          title: 'Unpaid',
          right: true,
          cell: (row) => (row.amount_remaining.amount_minor ? formatMoney(row.amount_remaining) : '–'),
        },
      ]}
    />
  );
}

function Status({ invoice }: { invoice: Invoice }) {
  const { text, tone } = invoiceStatus(invoice);
  return (
    <>
      <Badge tone={tone}>{text}</Badge>
      {invoice.overdue_since && (
        <div className={css.sub}>
          since <Moment at={invoice.overdue_since} as="date" />
        </div>
      )}
      {invoice.payment_failed && invoice.status === 'open' && (
        <div className={css.sub}>
          {count(invoice.attempts ?? 1, 'attempt')}
          {invoice.next_attempt_at && (
            <>
              , next <Moment at={invoice.next_attempt_at} />
            </>
          )}
        </div>
      )}
    </>
  );
}
