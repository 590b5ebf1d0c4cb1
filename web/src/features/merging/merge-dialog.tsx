import { Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { reasonOf } from '@/lib/api';
import { useReturnFocus } from '@/lib/return-focus';

import { PlanFields, PlanRelated } from './plan-tables';
import { candidatesQuery, type Choices, type MergePlan, planQuery, useMerge } from './merging-query';
import css from './merging.module.css';

interface MergeDialogProps {
  id: string;
  onClose: () => void;
  onMerged: (account: string) => void;
}

/** First who, then what it would do; nothing is merged before the plan was looked at. */
export function MergeDialog({ id, onClose, onMerged }: MergeDialogProps) {
  useReturnFocus();
  const [other, setOther] = useState<string>();
  return (
    <Modal opened onClose={onClose} title="Merge with another account" size="xl" centered>
      {other === undefined ? (
        <Picker id={id} onPick={setOther} />
      ) : (
        <Plan id={id} other={other} onClose={onClose} onMerged={onMerged} />
      )}
    </Modal>
  );
}

function Picker({ id, onPick }: { id: string; onPick: (account: string) => void }) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text, 150);
  const found = useQuery(candidatesQuery(q));
  const items = found.data?.items.filter((each) => each.id !== id) ?? [];
  return (
    <div className={css.form}>
      <TextInput
        label="Which account is the same customer?"
        placeholder="Name, domain or number"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Problem error={found.error} />
      <ul className={css.found} aria-label="Accounts that were found">
        {items.map((each) => (
          <li key={each.id}>
            <button type="button" onClick={() => onPick(each.id)}>
              {each.name} <span className={css.sub}>{each.domain}</span>
            </button>
          </li>
        ))}
        {found.isSuccess && items.length === 0 && (
          <li className={css.sub}>No other account is found by that.</li>
        )}
      </ul>
    </div>
  );
}

function Plan({ id, other, onClose, onMerged }: MergeDialogProps & { other: string }) {
  const [swapped, setSwapped] = useState(false);
  const [choices, setChoices] = useState<Choices>({});
  const [reason, setReason] = useState('');
  const pair = swapped ? { kept: other, absorbed: id } : { kept: id, absorbed: other };
  const planned = useQuery(planQuery(pair, choices));
  const merge = useMerge(pair, onMerged);
  const problem = planned.error ?? merge.error;
  const plan = planned.data?.plan;
  const apart = plan?.refused?.kind === 'kept_apart';
  const because = reason.trim();
  const ready = plan !== undefined && !planned.isFetching && (!plan.refused || (apart && because !== ''));
  const swap = () => {
    setSwapped(!swapped);
    setChoices({});
  };
  const planAgain = () => {
    merge.reset();
    void planned.refetch();
  };
  const make = () =>
    plan &&
    merge.mutate({ fingerprint: plan.fingerprint, choices, ...(apart && { force_because: because }) });
  return (
    <div className={css.form} data-testid="merge-plan">
      {plan && (
        <>
          <Direction plan={plan} onSwap={swap} />
          <Warnings plan={plan} />
          {apart && <Reason reason={reason} onReason={setReason} />}
          <PlanFields plan={plan} choices={choices} onChoose={setChoices} />
          <PlanRelated plan={plan} />
        </>
      )}
      <Problem error={problem} />
      <div className={css.buttons}>
        {merge.error && <Other onClick={planAgain}>Plan again</Other>}
        <Other onClick={onClose}>Cancel</Other>
        <Button disabled={!ready} loading={merge.isPending} onClick={make}>
          Merge
        </Button>
      </div>
    </div>
  );
}

function Other({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button variant="default" onClick={onClick}>
      {children}
    </Button>
  );
}

function Direction({ plan, onSwap }: { plan: MergePlan; onSwap: () => void }) {
  return (
    <div className={css.direction}>
      <p>
        <b>{plan.absorbed.account.name}</b> is shown as <b>{plan.kept.account.name}</b> from now on. Nothing
        is deleted, and it can be undone.
      </p>
      <Other onClick={onSwap}>Swap</Other>
    </div>
  );
}

function Warnings({ plan }: { plan: MergePlan }) {
  const warnings = plan.refused ? [...plan.warnings, plan.refused] : plan.warnings;
  return warnings.map((warning) => (
    <p key={warning.says} className={css.warning} role="status">
      {warning.says}
    </p>
  ));
}

function Reason({ reason, onReason }: { reason: string; onReason: (reason: string) => void }) {
  return (
    <TextInput
      label="Why are they one customer after all?"
      value={reason}
      onChange={(event) => onReason(event.currentTarget.value)}
    />
  );
}

function Problem({ error }: { error: Error | null }) {
  if (!error) return null;
  return (
    <p className={css.problem} role="alert">
      {reasonOf(error)}
    </p>
  );
}
