import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { Written } from '@/api/written';
import { KeyValues, type KeyValue } from '@/components/key-values';
import { Moment } from '@/components/moment';
import { SafeHtml } from '@/components/safe-html';
import { SkeletonBlock } from '@/components/skeleton';
import { reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { useFocusOnMount } from '@/lib/focus-on-mount';
import { listed } from '@/lib/text';
import { formatDuration } from '@/lib/time';

import { EditForm } from './edit-form';
import { OutboxLine, SendAgain } from './outbox';
import css from './writing.module.css';
import { useRemoveWritten, writtenQuery } from './written-query';

/** What a teammate wrote: all of it, by whom, how far it has come, and what its author can do with it. */
export function WrittenRecord({ customer, id }: { customer: Customer; id: string }) {
  const { data: written, error } = useQuery(writtenQuery(customer, id));
  const [editing, setEditing] = useState(false);
  if (!written) return error ? <p role="alert">{reasonOf(error)}</p> : <SkeletonBlock height={90} />;
  if (editing) return <EditForm customer={customer} written={written} onClose={() => setEditing(false)} />;
  const rows = rowsOf(written);
  return (
    <>
      {rows.length > 0 && <KeyValues rows={rows} />}
      {written.html !== '' && <SafeHtml html={written.html} />}
      <Byline customer={customer} written={written} />
      {written.mine && <Deeds customer={customer} written={written} onEdit={() => setEditing(true)} />}
    </>
  );
}

function rowsOf({ details, due_at: due, assignee }: Written): KeyValue[] {
  const { outbound, duration_seconds: length, ends_at: ends, outcome, people = [] } = details;
  const rows: (KeyValue | undefined)[] = [
    people.length
      ? { key: 'people', label: 'Who took part', value: listed(people.map(({ name }) => name)) }
      : undefined,
    outbound === undefined
      ? undefined
      : { key: 'way', label: 'Direction', value: outbound ? 'From us' : 'From them' },
    length === undefined ? undefined : { key: 'length', label: 'Length', value: formatDuration(length) },
    ends === undefined
      ? undefined
      : { key: 'ends', label: 'Until', value: <Moment at={ends} as="meeting" /> },
    outcome === undefined ? undefined : { key: 'outcome', label: 'Outcome', value: outcome },
    due === undefined ? undefined : { key: 'due', label: 'Due', value: <Moment at={due} as="date" /> },
    assignee === undefined ? undefined : { key: 'for', label: 'For', value: assignee.name },
  ];
  return rows.filter((row) => row !== undefined);
}

function Byline({ customer, written }: { customer: Customer; written: Written }) {
  const { author, changed_at: changed, label, outbox } = written;
  return (
    <p className={css.byline}>
      <span>
        Written by {author.name}
        {changed !== undefined && (
          <>
            , changed <Moment at={changed} as="clock" />
          </>
        )}
      </span>
      {label === 'cs_private' && <span>Customer success only</span>}
      <OutboxLine outbox={outbox} />
      {outbox?.state === 'refused' && <SendAgain customer={customer} id={written.id} />}
    </p>
  );
}

interface DeedsProps {
  customer: Customer;
  written: Written;
  onEdit: () => void;
}

/** Deleting asks once more, in place. */
function Deeds({ customer, written, onEdit }: DeedsProps) {
  const [asking, setAsking] = useState(false);
  if (asking) return <Deletion customer={customer} id={written.id} onKeep={() => setAsking(false)} />;
  return (
    <div className={css.buttons}>
      <Button variant="default" size="compact-sm" onClick={onEdit}>
        Edit
      </Button>
      <Button variant="subtle" color="red" size="compact-sm" onClick={() => setAsking(true)}>
        Delete
      </Button>
    </div>
  );
}

interface DeletionProps {
  customer: Customer;
  id: string;
  onKeep: () => void;
}

function Deletion({ customer, id, onKeep }: DeletionProps) {
  const remove = useRemoveWritten(customer);
  const first = useFocusOnMount<HTMLButtonElement>();
  return (
    <div className={css.buttons} role="group" aria-label="Delete it for everybody?">
      <span aria-hidden>Delete it for everybody?</span>
      <Button
        ref={first}
        color="red"
        size="compact-sm"
        loading={remove.isPending}
        onClick={() => remove.mutate(id)}
      >
        Delete
      </Button>
      <Button variant="default" size="compact-sm" onClick={onKeep}>
        Keep
      </Button>
      {remove.error && (
        <span role="alert" className={css.refused}>
          {reasonOf(remove.error)}
        </span>
      )}
    </div>
  );
}
