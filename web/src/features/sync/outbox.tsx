import { Button } from '@mantine/core';

import type { OutboxItem, SyncStatus } from '@/api/sync';
import { Badge, type BadgeTone } from '@/components/badge';
import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { Quiet } from '@/components/stack';
import { type Column, Table } from '@/components/table';
import { reasonOf } from '@/lib/api';
import { count } from '@/lib/numbers';
import { inWords } from '@/lib/text';

import css from './sync.module.css';
import { type Named, useNamed, useSendAgain } from './sync-query';

const STATES: Record<OutboxItem['state'], { text: string; tone: BadgeTone }> = {
  waiting: { text: 'Waiting', tone: 'blue' },
  sent: { text: 'Sent', tone: 'green' },
  refused: { text: 'Refused', tone: 'red' },
  kept_here: { text: 'Kept here', tone: 'yellow' },
};

/** What teammates wrote and the CRM has not taken. Nothing is said where nothing is on its way and nothing failed. */
export function Outbox({ outbox: { waiting, items } }: { outbox: SyncStatus['outbox'] }) {
  const named = useNamed();
  if (waiting === 0 && items.length === 0) return null;
  return (
    <Card title="Outbox" testId="outbox" aside={`${waiting} on the way`}>
      {items.length === 0 ? (
        <Quiet>Nothing has failed.</Quiet>
      ) : (
        <Table
          caption="What could not be written to its CRM"
          columns={columnsOf(named)}
          rows={items}
          keyOf={({ id }) => id}
          warn={({ state }) => state === 'refused'}
        />
      )}
    </Card>
  );
}

const columnsOf = (named: (connection: string) => Named): Column<OutboxItem>[] => [
  { name: 'kind', title: 'What', cell: ({ kind }) => inWords(kind) },
  { name: 'to', title: 'To', cell: ({ connection_id }) => named(connection_id).title },
  { name: 'state', title: 'State', cell: (each) => <State item={each} /> },
  { name: 'why', title: 'Last failure', cell: (each) => <Failure item={each} /> },
  { name: 'again', title: '', right: true, cell: ({ id }) => <SendAgain id={id} /> },
];

function State({ item: { state, attempts, next_at: next } }: { item: OutboxItem }) {
  return (
    <>
      <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge>
      <div className={css.sub}>
        {count(attempts, 'attempt')}
        {next !== null && (
          <>
            , next <Moment at={next} />
          </>
        )}
      </div>
    </>
  );
}

function Failure({ item: { error, reason, since } }: { item: OutboxItem }) {
  return (
    <>
      {inWords(error ?? '')}, since <Moment at={since} />
      {reason !== null && <div className={css.sub}>{reason}</div>}
    </>
  );
}

function SendAgain({ id }: { id: string }) {
  const again = useSendAgain();
  return (
    <>
      {again.error && <span role="alert">{reasonOf(again.error)} </span>}
      <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate(id)}>
        Send again
      </Button>
    </>
  );
}
