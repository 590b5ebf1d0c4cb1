import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { Change } from '@/components/change';
import { MadeValue } from '@/components/made-value';
import { type Metric, Metrics } from '@/components/metrics';
import { Moment } from '@/components/moment';
import { Sparkline } from '@/components/sparkline';
import { Stack } from '@/components/stack';
import { Table } from '@/components/table';
import { formatNumber, formatRatio } from '@/lib/numbers';

import type { PanelProps } from '../section-module';
import { ActiveUsers } from './active-users';
import type { FeatureUse, UsageView } from './model';
import { adoptionWords, seatWords } from './words';

/** Everything about how they use it. */
export function UsagePanel({ view }: PanelProps<UsageView>) {
  return (
    <Stack>
      <Metrics metrics={metricsOf(view)} />
      <Card title="Daily active users, 90 days">
        <ActiveUsers view={view} />
      </Card>
      <Card title="Features">
        <Features features={view.features ?? []} />
      </Card>
    </Stack>
  );
}

function metricsOf(view: UsageView): Metric[] {
  const { active_7d, active_30d, active_change_7d: change, adoption, activated_at, last_active_at } = view;
  const metrics: Metric[] = [];
  if (active_7d !== undefined)
    metrics.push({
      key: 'wau',
      label: 'Weekly active users',
      value: formatNumber(active_7d),
      note: change ? (
        <Change label="Change of weekly active users" ratio={change.value} made={change.made} />
      ) : undefined,
    });
  if (active_30d !== undefined)
    metrics.push({
      key: 'mau',
      label: 'Monthly active users',
      value: formatNumber(active_30d),
      note: seatWords(view),
    });
  if (adoption)
    metrics.push({
      key: 'adoption',
      label: 'Adoption',
      value: (
        <MadeValue label="feature adoption" made={adoption.made}>
          {formatRatio(adoption.value)}
        </MadeValue>
      ),
      note: adoptionWords(view),
    });
  if (last_active_at)
    metrics.push({ key: 'last', label: 'Last active', value: <Moment at={last_active_at} /> });
  if (activated_at)
    metrics.push({ key: 'activated', label: 'Activated', value: <Moment at={activated_at} as="date" /> });
  return metrics;
}

function Features({ features }: { features: readonly FeatureUse[] }) {
  return (
    <Table
      caption="Features, most used first"
      rows={features}
      keyOf={(row) => row.key}
      columns={[
        { name: 'name', title: 'Feature', cell: (row) => row.name },
        { name: 'status', title: 'Status', cell: (row) => <FeatureStatus feature={row} /> },
        { name: 'users', title: 'Users, 30 days', right: true, cell: (row) => formatNumber(row.users_30d) },
        {
          name: 'events',
          title: 'Events',
          right: true,
          wide: true,
          cell: (row) => formatNumber(row.events_30d),
        },
        {
          name: 'last',
          title: 'Last used',
          wide: true,
          cell: (row) => (row.last_used_at ? <Moment at={row.last_used_at} /> : 'never'),
        },
        {
          name: 'weeks',
          title: '12 weeks',
          wide: true,
          cell: (row) => (
            <Sparkline
              values={row.weekly_users ?? []}
              label={`Weekly users of ${row.name} over 12 weeks: ${(row.weekly_users ?? []).join(', ')}`}
            />
          ),
        },
      ]}
    />
  );
}

function FeatureStatus({ feature }: { feature: FeatureUse }) {
  if (!feature.available) return <Badge>Not in the plan</Badge>;
  return feature.users_30d > 0 ? <Badge tone="green">Adopted</Badge> : <Badge tone="yellow">Not used</Badge>;
}
