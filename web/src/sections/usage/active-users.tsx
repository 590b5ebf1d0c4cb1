import { lazy, Suspense, useMemo, useState } from 'react';

import { ChartFrame } from '@/components/chart-frame';
import { SkeletonBlock } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { Table } from '@/components/table';
import { count, formatNumber, rollingMean } from '@/lib/numbers';
import { formatDay } from '@/lib/time';

import css from './usage.module.css';
import type { DayActive, UsageView } from './model';

const TimeChart = lazy(async () => ({ default: (await import('@/components/time-chart')).TimeChart }));

const CHART = 160;
const DAYS = 90;
const WEEK = 7;

export const ACTIVE_USERS_HEIGHT = CHART + 28;

/** Daily active users with their 7-day average. */
export function ActiveUsers({ view }: { view: UsageView }) {
  const daily = useMemo(() => (view.daily ?? []).slice(-DAYS), [view.daily]);
  const [pointed, setPointed] = useState<number>();
  const series = useMemo(() => seriesOf(daily), [daily]);
  if (daily.length === 0) return <Quiet>No activity was counted in these days.</Quiet>;
  const day = pointed === undefined ? undefined : daily[pointed];
  const mean = pointed === undefined ? undefined : series.trend[pointed];
  return (
    <ChartFrame
      height={CHART}
      legend={day && mean !== undefined ? <DayLegend day={day} mean={mean} /> : <Legend />}
      chart={
        <Suspense fallback={<SkeletonBlock height={CHART} />}>
          <TimeChart {...series} height={CHART} onPoint={setPointed} />
        </Suspense>
      }
      table={<DayTable daily={daily} />}
    />
  );
}

function seriesOf(daily: readonly DayActive[]) {
  const values = daily.map((each) => each.active_users);
  return {
    times: daily.map((each) => Date.parse(`${each.day}T00:00:00Z`) / 1000),
    values,
    trend: rollingMean(values, WEEK),
  };
}

function Legend() {
  return (
    <>
      <span className={css.areaKey} aria-hidden /> Each day
      <span className={css.lineKey} aria-hidden /> 7-day average
    </>
  );
}

function DayLegend({ day, mean }: { day: DayActive; mean: number }) {
  return (
    <span>
      {formatDay(day.day)}: {count(day.active_users, 'active user')}, {count(day.events, 'event')}; 7-day
      average {formatNumber(mean)}
    </span>
  );
}

function DayTable({ daily }: { daily: readonly DayActive[] }) {
  return (
    <Table
      caption="Active users by day"
      rows={[...daily].reverse()}
      keyOf={(row) => row.day}
      columns={[
        { name: 'day', title: 'Day', cell: (row) => formatDay(row.day) },
        { name: 'users', title: 'Active users', right: true, cell: (row) => formatNumber(row.active_users) },
        { name: 'events', title: 'Events', right: true, cell: (row) => formatNumber(row.events) },
      ]}
    />
  );
}
