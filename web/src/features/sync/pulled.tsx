import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { DeadJob, SyncConnection, SyncStream } from '@/api/sync';
import { Badge, type BadgeTone } from '@/components/badge';
import { Card } from '@/components/card';
import { Meter } from '@/components/meter';
import { Moment } from '@/components/moment';
import { SkeletonBlock } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { type Column, Table } from '@/components/table';
import { reasonOf } from '@/lib/api';
import { useNow } from '@/lib/clock';
import { count, formatNumber, formatRatio } from '@/lib/numbers';
import { syncQuery } from '@/lib/sync';
import { inWords } from '@/lib/text';
import { MINUTE, SECOND, shortAge } from '@/lib/time';

import { Outbox } from './outbox';
import css from './sync.module.css';
import { useReplayJob, useRunNow } from './sync-query';

const STATES: Record<SyncStream['state'], { text: string; tone: BadgeTone }> = {
  backfilling: { text: 'Reading the past', tone: 'blue' },
  current: { text: 'Current', tone: 'green' },
  failing: { text: 'Failing', tone: 'red' },
};

/** How far each source has been read. Nothing is said where nothing is pulled at all. */
export function Pulled() {
  const { data, error, isPending } = useQuery(syncQuery);
  if (isPending) return <SkeletonBlock height={220} />;
  if (error)
    return (
      <p role="alert" className={css.silent}>
        What is pulled could not be read: {reasonOf(error)}
      </p>
    );
  if (!data) return null;
  const { connections, jobs, outbox } = data;
  return (
    <>
      {connections.map((each) => (
        <Connection key={each.connection_id} connection={each} />
      ))}
      {connections.length === 0 && <Quiet>No connected source tells of its changes.</Quiet>}
      {jobs.workers === 0 && (
        <p role="alert" className={css.silent}>
          No worker has been at work in the last half minute: nothing is pulled.
        </p>
      )}
      {jobs.dead.length > 0 && <DeadJobs jobs={jobs.dead} />}
      <Outbox outbox={outbox} />
    </>
  );
}

function Connection({ connection }: { connection: SyncConnection }) {
  const run = useRunNow();
  const { title, source, lag_seconds: lag, progress, streams } = connection;
  return (
    <Card
      title={title}
      testId={`sync-${source}`}
      aside={
        <>
          {run.error && <span role="alert">{reasonOf(run.error)}</span>}
          {lag !== null && `${shortAge(lag * SECOND)} behind`}
          <Button
            size="xs"
            variant="default"
            loading={run.isPending}
            aria-label={`Run ${title} now`}
            onClick={() => run.mutate(connection)}
          >
            Run now
          </Button>
        </>
      }
    >
      {progress < 1 && (
        <p className={css.progress}>
          <Meter share={progress} tone="green" />
          <span>{formatRatio(progress)} of the past is read</span>
        </p>
      )}
      <Table caption={`Streams of ${title}`} columns={STREAMS} rows={streams} keyOf={({ name }) => name} />
    </Card>
  );
}

const STREAMS: Column<SyncStream>[] = [
  { name: 'name', title: 'Stream', cell: ({ name }) => inWords(name) },
  { name: 'state', title: 'State', cell: (each) => <State stream={each} /> },
  { name: 'lag', title: 'Behind', right: true, cell: (each) => shortAge(each.lag_seconds * SECOND) },
  { name: 'events', title: 'Events', right: true, wide: true, cell: ({ events }) => formatNumber(events) },
  {
    name: 'last',
    title: 'Last read',
    right: true,
    cell: ({ last_ok_at: last }) => (last === null ? 'never' : <Moment at={last} />),
  },
  { name: 'next', title: 'Next', right: true, wide: true, cell: ({ next_at }) => <Next at={next_at} /> },
];

/** What is due waits for its turn: a connection's streams are read one after the other. */
function Next({ at }: { at: string }) {
  return Date.parse(at) <= useNow(MINUTE / 2) ? 'in its turn' : <Moment at={at} />;
}

function State({ stream: { state, progress, failures, reason, error } }: { stream: SyncStream }) {
  const { text, tone } = STATES[state];
  return (
    <>
      <Badge tone={tone}>{state === 'backfilling' ? `${text}, ${formatRatio(progress)}` : text}</Badge>
      {error !== null && (
        <div className={css.sub}>
          {count(failures, 'time')}: {reason ?? inWords(error)}
        </div>
      )}
    </>
  );
}

function DeadJobs({ jobs }: { jobs: readonly DeadJob[] }) {
  const columns: Column<DeadJob>[] = [
    { name: 'kind', title: 'Job', cell: ({ kind }) => inWords(kind) },
    { name: 'failed', title: 'Gave up', cell: ({ failed_at }) => <Moment at={failed_at} as="clock" /> },
    {
      name: 'why',
      title: 'Last failure',
      cell: ({ error, reason, attempts }) => (
        <>
          {inWords(error)} after {count(attempts, 'attempt')}
          <div className={css.sub}>{reason}</div>
        </>
      ),
    },
    { name: 'replay', title: '', right: true, cell: ({ id }) => <ReplayJob id={id} /> },
  ];
  return (
    <Card title="Jobs that gave up" testId="dead-jobs">
      <Table caption="Jobs that gave up" columns={columns} rows={jobs} keyOf={({ id }) => id.toString()} />
    </Card>
  );
}

function ReplayJob({ id }: { id: number }) {
  const replay = useReplayJob();
  return (
    <Button size="xs" variant="default" loading={replay.isPending} onClick={() => replay.mutate(id)}>
      Replay
    </Button>
  );
}
