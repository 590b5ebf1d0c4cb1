import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { meQuery } from '@/lib/session';
import { teammatesQuery } from '@/lib/teammates';

import type { Shown } from './fields-of';
import { MentionArea } from './mention-area';
import { PeoplePicker } from './people-picker';
import { Preview } from './preview';
import css from './writing.module.css';
import { faultOf } from './written-query';

/** The fields of one kind, each with what the server has said against it. */
export function Fields(shown: Shown): ReactNode {
  switch (shown.kind) {
    case 'note':
      return (
        <>
          <Text {...shown} label="Note" rows={4} />
          <Readers {...shown} />
        </>
      );
    case 'task':
      return (
        <>
          <Subject {...shown} label="What is to be done" />
          <div className={css.row}>
            <Due {...shown} />
            <Assignee {...shown} />
          </div>
          <Text {...shown} label="Details" rows={2} />
        </>
      );
    case 'call':
    case 'meeting':
    case 'email':
      return <Activity {...shown} />;
  }
}

function Activity(shown: Shown) {
  const { kind, customer, draft, change, error } = shown;
  return (
    <>
      <Subject {...shown} label="What it was about" />
      <div className={css.row}>
        <When {...shown} />
        {kind !== 'email' && <Minutes {...shown} />}
        {kind !== 'meeting' && <Direction {...shown} />}
        {kind !== 'email' && <Outcome {...shown} />}
      </div>
      <PeoplePicker
        customer={customer}
        people={draft.people}
        error={faultOf(error, 'people')}
        onPeople={(people) => change({ people })}
      />
      <Text {...shown} label="What was said" rows={3} />
    </>
  );
}

function Subject({ draft, change, error, label }: Shown & { label: string }) {
  return (
    <TextInput
      label={label}
      value={draft.subject}
      error={faultOf(error, 'subject')}
      onChange={({ currentTarget }) => change({ subject: currentTarget.value })}
    />
  );
}

/** Markdown as it is written, or as it will look. */
function Text({ draft, change, error, label, rows }: Shown & { label: string; rows: number }) {
  const [wanted, setWanted] = useState(false);
  const fault = faultOf(error, 'text');
  const previewed = wanted && fault === undefined;
  return (
    <div>
      {previewed ? (
        <Preview label={label} text={draft.text} />
      ) : (
        <MentionArea
          label={label}
          text={draft.text}
          rows={rows}
          placeholder="Markdown. @ mentions a teammate"
          error={fault}
          onText={(text) => change({ text })}
        />
      )}
      <button
        type="button"
        className={css.toggle}
        aria-pressed={previewed}
        onClick={() => setWanted(!previewed)}
      >
        Preview
      </button>
    </div>
  );
}

const READERS: Record<string, string> = {
  cs_private: 'Customer success only',
  communication: 'All who read what is said with this customer',
};

function Readers({ writable, draft, change, error }: Shown) {
  return (
    <NativeSelect
      label="Who reads it"
      value={draft.label}
      data={writable.map((value) => ({ value, label: READERS[value] ?? value }))}
      error={faultOf(error, 'label')}
      onChange={({ currentTarget }) => change({ label: currentTarget.value })}
    />
  );
}

function When({ draft, change, error }: Shown) {
  return (
    <TextInput
      type="datetime-local"
      label="When"
      value={draft.at}
      error={faultOf(error, 'at')}
      onChange={({ currentTarget }) => change({ at: currentTarget.value })}
    />
  );
}

function Minutes({ draft, change, error }: Shown) {
  return (
    <TextInput
      type="number"
      min={0}
      label="Minutes"
      value={draft.minutes}
      error={faultOf(error, 'duration_seconds', 'ends_at')}
      onChange={({ currentTarget }) => change({ minutes: currentTarget.value })}
    />
  );
}

function Direction({ kind, draft, change, error }: Shown) {
  const [out, back] = kind === 'call' ? ['We called', 'They called'] : ['We wrote', 'They wrote'];
  return (
    <NativeSelect
      label="Direction"
      value={draft.direction}
      data={[
        { value: '', label: 'Not said' },
        { value: 'out', label: out },
        { value: 'in', label: back },
      ]}
      error={faultOf(error, 'outbound')}
      onChange={({ currentTarget }) => change({ direction: currentTarget.value as '' | 'out' | 'in' })}
    />
  );
}

function Outcome({ draft, change, error }: Shown) {
  return (
    <TextInput
      label="Outcome"
      value={draft.outcome}
      error={faultOf(error, 'outcome')}
      onChange={({ currentTarget }) => change({ outcome: currentTarget.value })}
    />
  );
}

function Due({ draft, change, error }: Shown) {
  return (
    <TextInput
      type="date"
      label="Due"
      value={draft.due}
      error={faultOf(error, 'due_at')}
      onChange={({ currentTarget }) => change({ due: currentTarget.value })}
    />
  );
}

function Assignee({ draft, change, error }: Shown) {
  const { data: teammates = [] } = useQuery(teammatesQuery);
  const { data: me } = useQuery(meQuery);
  const mine = me?.user.id;
  return (
    <NativeSelect
      label="For"
      value={draft.assignee ?? ''}
      data={[
        { value: '', label: 'Nobody yet' },
        ...teammates.map(({ id, name }) => ({ value: id, label: id === mine ? `${name} (me)` : name })),
      ]}
      error={faultOf(error, 'assignee')}
      onChange={({ currentTarget }) => change({ assignee: currentTarget.value || undefined })}
    />
  );
}
