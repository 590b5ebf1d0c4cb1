import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Table } from '@/components/table';
import { formatMoney } from '@/lib/money';

import type { BillingCustomer } from './model';

export function Payers({ payers }: { payers: readonly BillingCustomer[] }) {
  return (
    <Table
      caption="Paying customers in the billing system"
      rows={payers}
      keyOf={(row) => row.ref.external_id}
      columns={[
        {
          name: 'id',
          title: 'Record',
          cell: (row) => <RecordLink record={row.ref}>{row.name ?? row.ref.external_id}</RecordLink>,
        },
        { name: 'email', title: 'Billing address', wide: true, cell: (row) => row.email ?? '–' },
        {
          name: 'since',
          title: 'Since',
          cell: (row) => (row.created_at ? <Moment at={row.created_at} as="date" /> : '–'),
        },
        {
          name: 'credit',
          title: 'Balance',
          right: true,
          cell: (row) => (row.credit ? formatMoney(row.credit) : '–'),
        },
      ]}
    />
  );
}
