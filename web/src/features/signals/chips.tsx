import { Popover } from '@mantine/core';
import { useState } from 'react';

import type { KeptSignal } from '@/api/signals';
import { Moment } from '@/components/moment';
import { MoreButton } from '@/components/stack';
import { cx } from '@/lib/cx';
import { formatMoneyList } from '@/lib/money';

import { Records } from './records';
import css from './signals.module.css';
import { toneOf } from './words';

const SHOWN = 4;

/** Why an account needs somebody, worst first; each opens its reason and its evidence. */
export function Chips({ signals }: { signals: readonly KeptSignal[] }) {
  const [all, setAll] = useState(false);
  return (
    <div className={css.chips}>
      {signals.slice(0, all ? undefined : SHOWN).map((each) => (
        <Chip key={each.id} signal={each} />
      ))}
      {signals.length > SHOWN && (
        <MoreButton onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${signals.length - SHOWN} more`}
        </MoreButton>
      )}
    </div>
  );
}

function Chip({ signal }: { signal: KeptSignal }) {
  const { title, kind, severity } = signal;
  return (
    <Popover width={300} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={cx(css.chip, css[toneOf(kind, severity)])} data-severity={severity}>
          {title}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Why: ${title}`}>
        <Reason signal={signal} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Reason({ signal }: { signal: KeptSignal }) {
  const { why, stake = [], evidence, opened_at: opened, assignee } = signal;
  return (
    <div className={css.reason} tabIndex={-1} data-autofocus>
      <p>{why}</p>
      {stake.length > 0 && <p>At stake: {formatMoneyList(stake)}</p>}
      <Records refs={evidence} />
      <p className={css.sub}>
        Open since <Moment at={opened} as="clock" />
        {assignee && ` · ${assignee.name} takes care of it`}
      </p>
      <Decided signal={signal} />
    </div>
  );
}

function Decided({
  signal: { snoozed_until: until, snooze_reason: reason, ...signal },
}: {
  signal: KeptSignal;
}) {
  if (signal.resolved_at !== undefined)
    return (
      <p className={css.sub}>
        Resolved by {signal.resolved_by ?? 'somebody'} <Moment at={signal.resolved_at} as="clock" />
        {signal.resolved_why && `: ${signal.resolved_why}`}
      </p>
    );
  return until === undefined ? null : (
    <p className={css.sub}>
      Snoozed until <Moment at={until} as="clock" />: {reason}
    </p>
  );
}
