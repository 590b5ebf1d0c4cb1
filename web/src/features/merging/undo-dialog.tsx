import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { SkeletonLines } from '@/components/skeleton';
import { useReturnFocus } from '@/lib/return-focus';

import { type Choices, type Kind, type Side, type UndoAnswer, undoPlanQuery, useUndo } from './merging-query';
import css from './merging.module.css';
import { Choice, Other, Problem } from './parts';
import { WORDS } from './words';

interface UndoDialogProps {
  kind: Kind;
  merge: string;
  onClose: () => void;
  /** After it was undone, in place of `onClose`. */
  onDone?: () => void;
}

const SIDES: readonly Side[] = ['kept', 'absorbed'];
const HOW: Record<Side, string> = { kept: 'it stays', absorbed: 'it goes along' };

/** What undoing brings back; what only people can know is asked first. */
export function UndoDialog({ kind, merge, onClose, onDone = onClose }: UndoDialogProps) {
  useReturnFocus();
  const [choices, setChoices] = useState<Choices>({});
  const plan = useQuery(undoPlanQuery(merge));
  const undo = useUndo(merge, onDone);
  const problem = plan.error ?? undo.error;
  const conflicts = plan.data?.conflicts ?? [];
  const names = plan.data?.names;
  const choose = (key: string, side: Side) => setChoices({ ...choices, [key]: side });
  return (
    <Modal opened onClose={onClose} title="Undo this merge?" centered>
      <div className={css.form}>
        <Outcome kind={kind} names={names} waiting={!problem} />
        {conflicts.length > 0 && (
          <p>Since the merge, people have changed what is shown. Only they know whose that is:</p>
        )}
        {conflicts.map(({ key, says }) => (
          <fieldset key={key} className={css.choices}>
            <legend>{says} Whose is it?</legend>
            {SIDES.map((side) => (
              <Choice
                key={side}
                name={key}
                checked={choices[key] === side}
                onChoose={() => choose(key, side)}
              >
                {names?.[side]} <span className={css.sub}>{HOW[side]}</span>
              </Choice>
            ))}
          </fieldset>
        ))}
        <Problem error={problem} />
        <div className={css.buttons}>
          <Other onClick={onClose}>Keep merged</Other>
          <Button
            loading={undo.isPending}
            disabled={!plan.data || conflicts.some(({ key }) => !choices[key])}
            onClick={() => undo.mutate(choices)}
          >
            Undo
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface OutcomeProps {
  kind: Kind;
  names: UndoAnswer['names'] | undefined;
  waiting: boolean;
}

function Outcome({ kind, names, waiting }: OutcomeProps) {
  if (!names) return waiting && <SkeletonLines widths={['92%', '60%']} />;
  return (
    <p>
      <b>{names.absorbed}</b> and <b>{names.kept}</b> will be {WORDS[kind].areTwo} again. What sources said of
      either since then goes with it.
    </p>
  );
}
