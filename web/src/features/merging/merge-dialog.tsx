import { Button, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { Sources } from '@/api/service';
import { useFocusOnMount } from '@/lib/focus-on-mount';
import { useReturnFocus } from '@/lib/return-focus';
import { sourcesQuery } from '@/lib/sources';
import { inWords, listed } from '@/lib/text';

import { CustomerPicker } from './customer-picker';
import { type Choices, customerOf, type Kind, type MergePlan, planQuery, useMerge } from './merging-query';
import css from './merging.module.css';
import { Other, Problem } from './parts';
import { PlanFields, PlanRelated } from './plan-tables';
import { WORDS } from './words';

interface MergeDialogProps {
  kind: Kind;
  id: string;
  /** With whom, where that is known. */
  initial?: string;
  onClose: () => void;
  onMerged: (customer: string) => void;
}

/** First who, then what it would do; nothing is merged before the plan was looked at. */
export function MergeDialog({ kind, id, initial, onClose, onMerged }: MergeDialogProps) {
  useReturnFocus();
  const [other, setOther] = useState<string | undefined>(initial);
  return (
    <Modal opened onClose={onClose} title={WORDS[kind].merge} size="xl" centered>
      {other === undefined ? (
        <CustomerPicker
          kind={kind}
          label={WORDS[kind].same}
          except={id}
          onPick={(picked) => setOther(picked.id)}
        />
      ) : (
        <Plan kind={kind} id={id} other={other} onClose={onClose} onMerged={onMerged} />
      )}
    </Modal>
  );
}

function Plan({ kind, id, other, onClose, onMerged }: MergeDialogProps & { other: string }) {
  const part = useFocusOnMount<HTMLDivElement>();
  const [swapped, setSwapped] = useState(false);
  const [choices, setChoices] = useState<Choices>({});
  const [reason, setReason] = useState('');
  const pair = swapped ? { kind, kept: other, absorbed: id } : { kind, kept: id, absorbed: other };
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
    <div ref={part} tabIndex={-1} className={css.form} data-testid="merge-plan">
      {plan && (
        <>
          <Direction plan={plan} onSwap={swap} />
          <Warnings kind={kind} plan={plan} />
          {apart && <Reason label={WORDS[kind].whyOne} reason={reason} onReason={setReason} />}
          <PlanFields kind={kind} plan={plan} choices={choices} onChoose={setChoices} />
          <PlanRelated kind={kind} plan={plan} />
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

function Direction({ plan, onSwap }: { plan: MergePlan; onSwap: () => void }) {
  return (
    <div className={css.direction}>
      <p>
        <b>{customerOf(plan.absorbed).name}</b> is shown as <b>{customerOf(plan.kept).name}</b> from now on.
        Nothing is deleted, and it can be undone.
      </p>
      <Other onClick={onSwap}>Swap</Other>
    </div>
  );
}

function Warnings({ kind, plan }: { kind: Kind; plan: MergePlan }) {
  const { data: sources } = useQuery(sourcesQuery);
  const warnings = plan.refused ? [...plan.warnings, plan.refused] : plan.warnings;
  return warnings.map((warning) => (
    <p key={warning.says} className={css.warning} role="status" data-warning={warning.kind}>
      {warningWords(kind, warning, sources)}
    </p>
  ));
}

/** The server knows sources by their slugs; people know them by their titles. */
function warningWords(kind: Kind, warning: MergePlan['warnings'][number], known?: Sources): string {
  const { says, sources } = warning;
  if (warning.kind !== 'same_source') return says;
  const titles = sources.map((each) => known?.[each]?.title ?? inWords(each));
  return `Both have records of their own in ${listed(titles)}: there they are ${WORDS[kind].areTwo}.`;
}

interface ReasonProps {
  label: string;
  reason: string;
  onReason: (reason: string) => void;
}

function Reason({ label, reason, onReason }: ReasonProps) {
  return <TextInput label={label} value={reason} onChange={(event) => onReason(event.currentTarget.value)} />;
}
