import { Button } from '@mantine/core';
import { IconBellOff, IconCloudOff, IconInbox } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { Delivery, Silent, Standing } from '@/api/sync';
import { Badge, type BadgeTone } from '@/components/badge';
import { Card } from '@/components/card';
import { ToggleButton } from '@/components/chart-frame';
import { Moment } from '@/components/moment';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { SourceMark } from '@/components/source-mark';
import { MoreButton } from '@/components/stack';
import { type Column, Table } from '@/components/table';
import { reasonOf } from '@/lib/api';
import { count } from '@/lib/numbers';
import { inWords } from '@/lib/text';
import { SECOND, shortAge } from '@/lib/time';

import css from './sync.module.css';
import { deliveriesQuery, type Named, useNamed, useReplay } from './sync-query';

const HEIGHT = 280;

const STATES: Record<Standing, { text: string; tone: BadgeTone }> = {
  waiting: { text: 'Waiting', tone: 'blue' },
  done: { text: 'Done', tone: 'green' },
  dead: { text: 'Given up', tone: 'red' },
};

/** What sources have sent, newest first, and what became of it. */
export function Deliveries() {
  const [state, setState] = useState<Standing>();
  return (
    <Card
      title="Webhooks"
      testId="deliveries"
      aside={(Object.keys(STATES) as Standing[]).map((each) => (
        <ToggleButton
          key={each}
          pressed={state === each}
          onToggle={() => setState(state === each ? undefined : each)}
        >
          {STATES[each].text}
        </ToggleButton>
      ))}
    >
      <DeliveryList state={state} />
    </Card>
  );
}

function DeliveryList({ state }: { state: Standing | undefined }) {
  const query = useInfiniteQuery(deliveriesQuery(state));
  const named = useNamed();
  if (query.isPending) return <SkeletonBlock height={HEIGHT} />;
  if (query.error)
    return (
      <Notice icon={<IconCloudOff size={22} />} title="The deliveries could not be read" minHeight={HEIGHT}>
        {reasonOf(query.error)}
      </Notice>
    );
  const items = query.data.pages.flatMap((page) => page.items);
  const silent = query.data.pages[0]?.silent ?? [];
  return (
    <>
      {silent.map((each) => (
        <Silence key={`${each.connection_id}/${each.kind}`} silent={each} named={named} />
      ))}
      {items.length === 0 ? (
        <Notice icon={<IconInbox size={22} />} title="Nothing here" minHeight={HEIGHT}>
          {state ? 'No delivery stands like that.' : 'No source has sent anything in the last days.'}
        </Notice>
      ) : (
        <DeliveryTable items={items} named={named} />
      )}
      {query.hasNextPage && (
        <MoreButton onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? 'Reading earlier ones…' : 'Earlier deliveries'}
        </MoreButton>
      )}
    </>
  );
}

interface SilenceProps {
  silent: Silent;
  named: (connection: string) => Named;
}

/** What a source has stopped sending is said before somebody misses it. */
function Silence({ silent, named }: SilenceProps) {
  const { title } = named(silent.connection_id);
  return (
    <p className={css.silent} data-testid="silent">
      <IconBellOff size={15} aria-hidden />
      <span>
        {title} has stopped sending <b>{silent.kind}</b>: usually every{' '}
        {shortAge(silent.usual_every_seconds * SECOND)}, last <Moment at={silent.last_at} />. It is asked for
        what has changed instead.
      </span>
    </p>
  );
}

interface DeliveryTableProps {
  items: readonly Delivery[];
  named: (connection: string) => Named;
}

function DeliveryTable({ items, named }: DeliveryTableProps) {
  const columns: Column<Delivery>[] = [
    { name: 'when', title: 'Received', cell: ({ received_at }) => <Moment at={received_at} as="clock" /> },
    { name: 'source', title: 'From', cell: ({ connection_id }) => <From {...named(connection_id)} /> },
    { name: 'state', title: 'State', cell: (each) => <State delivery={each} /> },
    { name: 'failure', title: 'Last failure', wide: true, cell: (each) => <Failure delivery={each} /> },
    { name: 'replay', title: '', right: true, cell: (each) => <Replay delivery={each} /> },
  ];
  return (
    <Table
      caption="Deliveries, newest first"
      columns={columns}
      rows={items}
      keyOf={({ id }) => id}
      warn={({ state }) => state === 'dead'}
    />
  );
}

function From({ title, source }: Named) {
  return (
    <span className={css.from}>
      {source && <SourceMark source={source} />} {title}
    </span>
  );
}

function State({ delivery: { state, attempts, next_attempt_at: next } }: { delivery: Delivery }) {
  return (
    <>
      <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge>
      <div className={css.sub}>
        {count(attempts, 'attempt')}
        {next !== null && attempts > 0 && (
          <>
            , next <Moment at={next} />
          </>
        )}
      </div>
    </>
  );
}

function Failure({ delivery: { error, reason } }: { delivery: Delivery }) {
  if (error === null) return '–';
  return (
    <>
      {inWords(error)}
      {reason !== null && <div className={css.sub}>{reason}</div>}
    </>
  );
}

function Replay({ delivery }: { delivery: Delivery }) {
  const replay = useReplay();
  return (
    <>
      {replay.error && <span role="alert">{reasonOf(replay.error)} </span>}
      <Button
        size="xs"
        variant="default"
        loading={replay.isPending}
        onClick={() => replay.mutate(delivery.id)}
      >
        Replay
      </Button>
    </>
  );
}
