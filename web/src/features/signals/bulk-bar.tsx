import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { reasonOf } from '@/lib/api';
import { count } from '@/lib/numbers';
import { teammatesQuery } from '@/lib/teammates';

import css from './signals.module.css';
import { type Decision, useDecide } from './signals-query';
import { SnoozeDialog } from './snooze-dialog';

const NOBODY = 'nobody';

/** What is done about all signals of the accounts that are chosen. It keeps its room while none is. */
export function BulkBar({ signals, onDone }: { signals: readonly string[]; onDone: () => void }) {
  const { data: teammates = [] } = useQuery(teammatesQuery);
  const [snoozing, setSnoozing] = useState(false);
  const deciding = useDecide(onDone);
  const none = signals.length === 0;
  const decide = (decision: Decision) => deciding.mutate({ signals, decision });
  return (
    <div className={css.bulk} role="group" aria-label="The chosen signals" data-testid="signals-bulk">
      <span className={css.chosen}>
        {none ? 'Choose accounts to act on' : `${count(signals.length, 'signal')} chosen`}
      </span>
      <NativeSelect
        aria-label="Assign to"
        size="xs"
        value=""
        disabled={none || deciding.isPending}
        data={[
          { value: '', label: 'Assign to' },
          { value: NOBODY, label: 'Nobody' },
          ...teammates.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          value && decide({ deed: 'assign', assignee: value === NOBODY ? null : value })
        }
      />
      <Button size="xs" variant="default" disabled={none} onClick={() => setSnoozing(true)}>
        Snooze
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={none}
        loading={deciding.isPending}
        onClick={() => decide({ deed: 'resolve', reason: '' })}
      >
        Resolve
      </Button>
      {deciding.error && (
        <span className={css.problem} role="alert">
          {reasonOf(deciding.error)}
        </span>
      )}
      {snoozing && <SnoozeDialog signals={signals} onClose={() => setSnoozing(false)} onDone={onDone} />}
    </div>
  );
}
