import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { reasonOf } from '@/lib/api';
import { useReturnFocus } from '@/lib/return-focus';

import { type Choices, type Kind, type Side, undoPlanQuery, useUndo } from './merging-query';
import css from './merging.module.css';
import { WORDS } from './words';

interface UndoDialogProps {
  kind: Kind;
  merge: string;
  onClose: () => void;
}

/** What undoing brings back; what only people can know is asked first. */
export function UndoDialog({ kind, merge, onClose }: UndoDialogProps) {
  useReturnFocus();
  const [choices, setChoices] = useState<Choices>({});
  const plan = useQuery(undoPlanQuery(merge));
  const undo = useUndo(merge, onClose);
  const problem = plan.error ?? undo.error;
  const conflicts = plan.data?.conflicts ?? [];
  const choose = (key: string, side: Side) => setChoices({ ...choices, [key]: side });
  return (
    <Modal opened onClose={onClose} title="Undo this merge?" centered>
      <div className={css.form}>
        <p>Both are again what they were. Whatever lists said of either since then goes with it.</p>
        {conflicts.map(({ key, says }) => (
          <fieldset key={key}>
            <legend>{says} Whose is it?</legend>
            {(['kept', 'absorbed'] as const).map((side) => (
              <label key={side} className={css.choice}>
                <input
                  type="radio"
                  name={key}
                  checked={choices[key] === side}
                  onChange={() => choose(key, side)}
                />
                {side === 'kept' ? 'It stays' : WORDS[kind].goes}
              </label>
            ))}
          </fieldset>
        ))}
        {problem && (
          <p className={css.problem} role="alert">
            {reasonOf(problem)}
          </p>
        )}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            Keep merged
          </Button>
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
