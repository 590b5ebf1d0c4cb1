import { Button, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { SourceMark } from '@/components/source-mark';
import { count } from '@/lib/numbers';
import { type Page, viewOf } from '@/lib/page';
import { useReturnFocus } from '@/lib/return-focus';
import { useSource } from '@/lib/sources';
import type { ProfileView } from '@/sections/profile/model';

import { AccountPicker, type Picked } from './account-picker';
import { type SplitAnswer, splitPlanQuery, useSplit } from './merging-query';
import css from './merging.module.css';
import { Choice, Other, Problem } from './parts';

interface SplitDialogProps {
  page: Page;
  onClose: () => void;
}

/** One thing that the customer is known by is somebody else's: which one, and whose. */
export function SplitDialog({ page, onClose }: SplitDialogProps) {
  useReturnFocus();
  const split = useSplit(page.account.id);
  return (
    <Modal opened onClose={onClose} title={`Split from ${page.account.name}`} size="lg" centered>
      {split.data ? (
        <Done answer={split.data} onClose={onClose} />
      ) : (
        <SplitForm page={page} split={split} onClose={onClose} />
      )}
    </Modal>
  );
}

const TYPED = 'typed';
const NEW: Picked = { id: 'new', name: 'a new account' };

function SplitForm({ page, split, onClose }: SplitDialogProps & { split: ReturnType<typeof useSplit> }) {
  const [what, setWhat] = useState('');
  const [typed, setTyped] = useState('');
  const [into, setInto] = useState<Picked | undefined>(NEW);
  const identifier = what === TYPED ? typed.trim() : what;
  const wanted = { identifier, into: into?.id ?? '' };
  const plan = useQuery(splitPlanQuery(page.account.id, wanted));
  const ready = plan.isSuccess && !plan.isFetching;
  return (
    <div className={css.form}>
      <What page={page} what={what} onWhat={setWhat} />
      {what === TYPED && (
        <TextInput
          label="An address, a domain, or source:id"
          placeholder="ada@acme.com"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Into except={page.account.id} into={into} onInto={setInto} />
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

function What({ page, what, onWhat }: { page: Page; what: string; onWhat: (what: string) => void }) {
  const { domain } = page.account;
  const records = viewOf<ProfileView>(page, 'profile')?.records ?? [];
  return (
    <fieldset className={css.choices}>
      <legend>What belongs to somebody else?</legend>
      {records.map(({ source, external_id }) => {
        const id = `${source}:${external_id}`;
        return (
          <Choice key={id} name="split-what" checked={what === id} onChoose={() => onWhat(id)}>
            <RecordName source={source} id={external_id} />
          </Choice>
        );
      })}
      {domain !== undefined && (
        <Choice name="split-what" checked={what === domain} onChoose={() => onWhat(domain)}>
          {domain} <span className={css.sub}>domain</span>
        </Choice>
      )}
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
  except: string;
  into: Picked | undefined;
  onInto: (into: Picked | undefined) => void;
}

function Into({ except, into, onInto }: IntoProps) {
  const toNew = into?.id === NEW.id;
  return (
    <>
      <fieldset className={css.choices}>
        <legend>Whose is it?</legend>
        <Choice name="split-into" checked={toNew} onChoose={() => onInto(NEW)}>
          A new account
        </Choice>
        <Choice name="split-into" checked={!toNew} onChoose={() => onInto(undefined)}>
          {into && !toNew ? `Another account: ${into.name}` : 'Another account'}
        </Choice>
      </fieldset>
      {!into && <AccountPicker label="Which one?" except={except} onPick={onInto} />}
    </>
  );
}

function Done({ answer, onClose }: { answer: SplitAnswer; onClose: () => void }) {
  return (
    <div className={css.form} data-testid="split-done">
      <p role="status">
        <b>{answer.identifier}</b> now belongs to another account. The tab <i>Access log</i> remembers it.
      </p>
      <div className={css.buttons}>
        <Other onClick={onClose}>Close</Other>
        {answer.into !== null && (
          <Link className={css.open} to="/accounts/$id" params={{ id: answer.into }} onClick={onClose}>
            Open that account
          </Link>
        )}
      </div>
    </div>
  );
}
