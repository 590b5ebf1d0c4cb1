import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Quiet } from '@/components/stack';
import { Table } from '@/components/table';
import { formatMoney } from '@/lib/money';
import { DAY, shortAge } from '@/lib/time';

import type { Deal } from './model';

function took(deal: Deal): string {
  if (!deal.closed_at) return '–';
  return shortAge(Math.max(DAY, Date.parse(deal.closed_at) - Date.parse(deal.created_at)));
}

export function ClosedDeals({ deals }: { deals: readonly Deal[] }) {
  return (
    <Table
      caption="Closed deals, newest first"
      rows={deals}
      keyOf={(row) => row.ref.external_id}
      columns={[
        { name: 'deal', title: 'Deal', cell: (row) => <RecordLink record={row.ref}>{row.name}</RecordLink> },
        {
          name: 'result',
          title: 'Result',
          cell: (row) => (
            <>
              <Badge tone={row.won ? 'green' : 'grey'}>{row.won ? 'Won' : 'Lost'}</Badge>{' '}
              {row.lost_reason !== undefined && <Quiet>{row.lost_reason}</Quiet>}
            </>
          ),
        },
        {
          name: 'value',
          title: 'Value',
          right: true,
          cell: (row) => (row.value ? formatMoney(row.value) : '–'),
        },
        {
          name: 'closed',
          title: 'Closed',
          wide: true,
          cell: (row) => (row.closed_at ? <Moment at={row.closed_at} as="date" /> : '–'),
        },
        { name: 'took', title: 'Took', wide: true, right: true, cell: took },
        { name: 'owner', title: 'Owner', wide: true, cell: (row) => row.owner ?? '–' },
      ]}
    />
  );
}
