import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

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
  const [editing, setEditing] = useState<'not yet' | 'now' | 'over'>('not yet');
  if (!written) return error ? <p role="alert">{reasonOf(error)}</p> : <SkeletonBlock height={90} />;
  if (editing === 'now')
    return <EditForm customer={customer} written={written} onClose={() => setEditing('over')} />;
  const rows = rowsOf(written);
  return (
    <>
      {rows.length > 0 && <KeyValues rows={rows} />}
      {written.html !== '' && <SafeHtml html={written.html} />}
      <Byline customer={customer} written={written} />
      {written.mine && (
        <Deeds
          customer={customer}
          written={written}
          isBack={editing === 'over'}
          onEdit={() => setEditing('now')}
        />
      )}
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
  /** Its author comes back from changing it. */
  isBack: boolean;
  onEdit: () => void;
}

type Asking = 'nothing' | 'deletion' | 'kept';

/** Deleting asks once more, in place. */
function Deeds({ customer, written, isBack, onEdit }: DeedsProps) {
  const [asking, setAsking] = useState<Asking>('nothing');
  if (asking === 'deletion')
    return <Deletion customer={customer} id={written.id} onKeep={() => setAsking('kept')} />;
  return (
    <div className={css.buttons}>
      <EditButton takesFocus={isBack || asking === 'kept'} onEdit={onEdit} />
      <Button variant="subtle" color="red" size="compact-sm" onClick={() => setAsking('deletion')}>
        Delete
      </Button>
    </div>
  );
}

/** The focus comes back here from what stood in its place. */
function EditButton({ takesFocus, onEdit }: { takesFocus: boolean; onEdit: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) button.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <Button ref={button} variant="default" size="compact-sm" onClick={onEdit}>
      Edit
    </Button>
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
