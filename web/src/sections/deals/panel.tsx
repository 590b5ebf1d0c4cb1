import type { Made } from '@/api/provenance';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { MadeAmounts } from '@/components/made-money';
import { MadeValue } from '@/components/made-value';
import { type Metric, Metrics } from '@/components/metrics';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Quiet, Stack } from '@/components/stack';
import { Table } from '@/components/table';
import { formatMoney } from '@/lib/money';
import { formatRatio } from '@/lib/numbers';
import { DAY, shortAge } from '@/lib/time';

import type { PanelProps } from '../section-module';
import { DealCards } from './deal-cards';
import type { Deal, DealsView } from './model';

export function DealsPanel({ view }: PanelProps<DealsView>) {
  return (
    <Stack>
      <Metrics metrics={metricsOf(view)} />
      <Card title="Open deals">
        {view.open_deals?.length ? <DealCards deals={view.open_deals} /> : <Quiet>No deal is open.</Quiet>}
      </Card>
      <Card title="Closed deals">
        {view.closed_deals?.length ? (
          <Closed deals={view.closed_deals} />
        ) : (
          <Quiet>No deal was closed yet.</Quiet>
        )}
      </Card>
    </Stack>
  );
}

function metricsOf(view: DealsView): Metric[] {
  const metrics: Metric[] = [];
  if (view.open_value?.length)
    metrics.push({
      key: 'open',
      label: 'Open pipeline',
      value: <MadeAmounts label="open pipeline" amounts={view.open_value} />,
    });
  if (view.weighted_value?.length)
    metrics.push({
      key: 'weighted',
      label: 'Weighted',
      value: <MadeAmounts label="weighted pipeline" amounts={view.weighted_value} />,
    });
  if (view.won_value?.length)
    metrics.push({
      key: 'won',
      label: 'Won so far',
      value: <MadeAmounts label="won value" amounts={view.won_value} />,
    });
  const rate = winRate(view);
  if (rate)
    metrics.push({
      key: 'rate',
      label: 'Win rate',
      value: (
        <MadeValue label="win rate" made={rate.made}>
          {formatRatio(rate.value)}
        </MadeValue>
      ),
    });
  return metrics;
}

function winRate({ won_count: won, lost_count: lost }: DealsView): { value: number; made: Made } | undefined {
  if (won === undefined || lost === undefined || won + lost === 0) return undefined;
  const inputs = [
    { label: 'Won', text: won.toString() },
    { label: 'Lost', text: lost.toString() },
  ];
  return { value: won / (won + lost), made: { formula: 'Deals won / deals won or lost', inputs } };
}

function cycle(deal: Deal): string {
  if (!deal.closed_at) return '–';
  return shortAge(Math.max(DAY, Date.parse(deal.closed_at) - Date.parse(deal.created_at)));
}

function Closed({ deals }: { deals: readonly Deal[] }) {
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
        { name: 'took', title: 'Took', wide: true, right: true, cell: cycle },
        { name: 'owner', title: 'Owner', wide: true, cell: (row) => row.owner ?? '–' },
      ]}
    />
  );
}
