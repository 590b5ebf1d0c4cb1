import { useQuery } from '@tanstack/react-query';

import type { MetricSeries } from '@/api/since';
import { Sparkline } from '@/components/sparkline';
import { formatRatio } from '@/lib/numbers';
import type { Page } from '@/lib/page';
import { formatDay } from '@/lib/time';

import { metricsQuery } from './metrics-query';
import css from './tiles.module.css';

/** The number of a tile of which each day is kept. */
const METRICS: Partial<Record<string, string>> = {
  billing: 'mrr',
  usage: 'active_users_7d',
  support: 'open_tickets',
};
const FEWEST = 3;
const MOST = 20;

/** How a tile's number moved, where there is some history of it. Asked for when the page is there: it waits for nothing. */
export function Trend({ page, section }: { page: Page; section: string }) {
  const metric = METRICS[section];
  const enabled = metric !== undefined && page.scores !== undefined;
  const { data } = useQuery({ ...metricsQuery(page.account.id), enabled });
  const series = data?.find(({ name }) => name === metric);
  if (!series || series.points.length < FEWEST) return null;
  return (
    <span className={css.trend}>
      <Sparkline
        values={series.points.slice(-MOST).map(([, value]) => value)}
        label={trendWords(series)}
        width={48}
        height={14}
      />
    </span>
  );
}

function trendWords({ title, points, change_30d: change }: MetricSeries): string {
  const first = points.slice(-MOST)[0];
  const since = first ? ` since ${formatDay(first[0])}` : '';
  const ratio = change?.ratio;
  if (ratio === null || ratio === undefined) return `${title} day by day${since}`;
  const moved = ratio === 0 ? 'unchanged' : `${ratio < 0 ? 'down' : 'up'} ${formatRatio(Math.abs(ratio))}`;
  return `${title} day by day${since}: ${moved} in 30 days`;
}
