import { Button, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { SourceMark } from '@/components/source-mark';
import { count } from '@/lib/numbers';
import { useFocusOnMount } from '@/lib/focus-on-mount';
import { useReturnFocus } from '@/lib/return-focus';
import { useSource } from '@/lib/sources';

import { CustomerPicker } from './customer-picker';
import { type Customer, type Kind, type SplitAnswer, splitPlanQuery, useSplit } from './merging-query';
import css from './merging.module.css';
import { Choice, Other, Problem } from './parts';
import { capital, WORDS } from './words';

/** Whose identifier it is now, and what is known of it at once. */
export interface Whole extends Customer {
  kind: Kind;
  records: readonly { source: string; external_id: string }[];
  /** An address, a domain or a number, and which of them. */
  others: readonly { value: string; what: string }[];
}

interface SplitDialogProps {
  whole: Whole;
  onClose: () => void;
}

/** One thing that the customer is known by is somebody else's: which one, and whose. */
export function SplitDialog({ whole, onClose }: SplitDialogProps) {
  useReturnFocus();
  const split = useSplit(whole.kind, whole.id);
  return (
    <Modal opened onClose={onClose} title={`Split from ${whole.name}`} size="lg" centered>
      {split.data ? (
        <Done kind={whole.kind} answer={split.data} onClose={onClose} />
      ) : (
        <SplitForm whole={whole} split={split} onClose={onClose} />
      )}
    </Modal>
  );
}

const TYPED = 'typed';
const NEW = 'new';

function SplitForm({ whole, split, onClose }: SplitDialogProps & { split: ReturnType<typeof useSplit> }) {
  const [what, setWhat] = useState('');
  const [typed, setTyped] = useState('');
  const words = WORDS[whole.kind];
  const [into, setInto] = useState<Customer | undefined>({ id: NEW, name: words.aNew });
  const identifier = what === TYPED ? typed.trim() : what;
  const wanted = { identifier, into: into?.id ?? '' };
  const plan = useQuery(splitPlanQuery(whole.kind, whole.id, wanted));
  const ready = plan.isSuccess && !plan.isFetching;
  return (
    <div className={css.form}>
      <What whole={whole} what={what} onWhat={setWhat} />
      {what === TYPED && (
        <TextInput
          label={words.typed}
          placeholder="ada@acme.com"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Into whole={whole} into={into} onInto={setInto} />
      <Problem error={split.error ?? plan.error} />
      {ready && into && (
        <p role="status">
          <b>{plan.data.identifier}</b> will belong to <b>{into.name}</b>.
          {plan.data.people > 0 && ` ${count(plan.data.people, 'person comes', 'people come')} along.`}{' '}
          Nothing is deleted.
        </p>
      )}
      <div className={css.buttons}>
        <Other onClick={onClose}>Cancel</Other>
        <Button disabled={!ready} loading={split.isPending} onClick={() => split.mutate(wanted)}>
          Split
        </Button>
      </div>
    </div>
  );
}

interface WhatProps {
  whole: Whole;
  what: string;
  onWhat: (what: string) => void;
}

function What({ whole, what, onWhat }: WhatProps) {
  return (
    <fieldset className={css.choices}>
      <legend>What belongs to somebody else?</legend>
      {whole.records.map(({ source, external_id }) => {
        const id = `${source}:${external_id}`;
        return (
          <Choice key={id} name="split-what" checked={what === id} onChoose={() => onWhat(id)}>
            <RecordName source={source} id={external_id} />
          </Choice>
        );
      })}
      {whole.others.map((other) => (
        <Choice
          key={other.value}
          name="split-what"
          checked={what === other.value}
          onChoose={() => onWhat(other.value)}
        >
          {other.value} <span className={css.sub}>{other.what}</span>
        </Choice>
      ))}
      <Choice name="split-what" checked={what === TYPED} onChoose={() => onWhat(TYPED)}>
        Something else
      </Choice>
    </fieldset>
  );
}

function RecordName({ source, id }: { source: string; id: string }) {
  const { title } = useSource(source);
  return (
    <span className={css.record}>
      <SourceMark source={source} /> {title} {id}
    </span>
  );
}

interface IntoProps {
  whole: Whole;
  into: Customer | undefined;
  onInto: (into: Customer | undefined) => void;
}

function Into({ whole, into, onInto }: IntoProps) {
  const toNew = into?.id === NEW;
  const { aNew, another } = WORDS[whole.kind];
  return (
    <>
      <fieldset className={css.choices}>
        <legend>Whose is it?</legend>
        <Choice name="split-into" checked={toNew} onChoose={() => onInto({ id: NEW, name: aNew })}>
          {capital(aNew)}
        </Choice>
        <Choice name="split-into" checked={!toNew} onChoose={() => onInto(undefined)}>
          {into && !toNew ? `${capital(another)}: ${into.name}` : capital(another)}
        </Choice>
      </fieldset>
      {!into && <CustomerPicker kind={whole.kind} label="Which one?" except={whole.id} onPick={onInto} />}
    </>
  );
}

interface DoneProps {
  kind: Kind;
  answer: SplitAnswer;
  onClose: () => void;
}

function Done({ kind, answer, onClose }: DoneProps) {
  const part = useFocusOnMount<HTMLDivElement>();
  const to = kind === 'accounts' ? '/accounts/$id' : '/contacts/$id';
  return (
    <div ref={part} tabIndex={-1} className={css.form} data-testid="split-done">
      <p role="status">
        <b>{answer.identifier}</b> now belongs to {WORDS[kind].another}. The log remembers it.
      </p>
      <div className={css.buttons}>
        <Other onClick={onClose}>Close</Other>
        {answer.into !== null && (
          <Link className={css.open} to={to} params={{ id: answer.into }} onClick={onClose}>
            {WORDS[kind].open}
          </Link>
        )}
      </div>
    </div>
  );
}
