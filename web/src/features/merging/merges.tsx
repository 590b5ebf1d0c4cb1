import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { Table } from '@/components/table';
import { reasonOf } from '@/lib/api';
import { useReturnFocus } from '@/lib/return-focus';
import { useMay } from '@/lib/session';

import {
  type Choices,
  type HistoryItem,
  mergesQuery,
  type Side,
  undoPlanQuery,
  useUndo,
} from './merging-query';
import css from './merging.module.css';

/** What was merged, undone, split and kept apart. Nothing where nothing was. */
export function Merges({ id }: { id: string }) {
  const [undoing, setUndoing] = useState<string>();
  const mayMerge = useMay('account_merge');
  const { data } = useQuery(mergesQuery(id));
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="Merged, split and kept apart" testId="merges">
      <Table
        caption="What was done to this customer, newest first"
        rows={data.items}
        keyOf={(item) => `${item.id}-${item.kind}`}
        columns={[
          { name: 'what', title: 'What', cell: (item) => <What item={item} /> },
          { name: 'who', title: 'Who', cell: (item) => item.user ?? 'Command line' },
          { name: 'when', title: 'When', right: true, cell: (item) => <Moment at={item.at} as="clock" /> },
          {
            name: 'undo',
            title: <span className="visually-hidden">Undo</span>,
            right: true,
            cell: (item) =>
              mayMerge &&
              item.undoable && (
                <Button size="compact-sm" variant="default" onClick={() => setUndoing(item.id)}>
                  Undo
                </Button>
              ),
          },
        ]}
      />
      {undoing !== undefined && <UndoDialog merge={undoing} onClose={() => setUndoing(undefined)} />}
    </Card>
  );
}

const nameOf = (account: HistoryItem['account']): string =>
  account?.name ?? 'an account that you may not open';

function What({ item }: { item: HistoryItem }) {
  const [one, other] = [nameOf(item.account), nameOf(item.other)];
  const said: Record<string, string> = {
    merge: `${other} was merged into ${one}`,
    'merge.undo': `The merge of ${other} into ${one} was undone`,
    split: `${item.identifier ?? 'An identifier'} was given by ${one} to ${other}`,
    'split.end': `${item.identifier ?? 'An identifier'} was taken back from ${other}`,
    keep_apart: `${one} and ${other} are kept apart`,
    'keep_apart.end': `${one} and ${other} need not be kept apart any more`,
    parent: item.other ? `${one} was put below ${other}` : `${one} was put below nobody`,
    'parent.end': `${one} follows its sources again`,
  };
  return (
    <>
      {said[item.kind] ?? item.kind}
      {item.because && <div className={css.sub}>{item.because}</div>}
    </>
  );
}

function UndoDialog({ merge, onClose }: { merge: string; onClose: () => void }) {
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
                {side === 'kept' ? 'It stays' : 'It goes with the other account'}
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
