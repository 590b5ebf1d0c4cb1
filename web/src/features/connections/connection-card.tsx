import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { Budget, Connection, FormField } from '@/api/service';
import { Badge } from '@/components/badge';
import { KeyValues, type KeyValue } from '@/components/key-values';
import { Meter } from '@/components/meter';
import { Moment } from '@/components/moment';
import { SourceMark } from '@/components/source-mark';
import { reasonOf } from '@/lib/api';
import { formatNumber } from '@/lib/numbers';
import { syncQuery } from '@/lib/sync';
import { inWords } from '@/lib/text';

import { ChangeDialog } from './change-dialog';
import { useCheck } from './connections-query';
import css from './connections.module.css';
import { DisconnectDialog } from './disconnect-dialog';
import { breakerWords, fillsWords, kindWords, stateWords, syncedWords, windowWords } from './words';

interface ConnectionCardProps {
  connection: Connection;
  choices: readonly FormField[];
  mayManage: boolean;
}

/** One connected source: how it is, what it may still be asked, and what went wrong last. */
export function ConnectionCard({ connection, choices, mayManage }: ConnectionCardProps) {
  const { source, title, state, fills, last_error: lastError } = connection;
  const words = stateWords(state);
  return (
    <article className={css.card} data-testid={`connection-${source}`} data-state={state}>
      <div className={css.head}>
        <SourceMark source={source} large />
        <div className={css.headText}>
          <h3 className={css.title}>{title}</h3>
          <p className={css.sub}>{kindWords(connection)}</p>
        </div>
        <Badge tone={words.tone}>{words.text}</Badge>
      </div>
      <p className={css.sub}>{fillsWords(fills)}</p>
      <KeyValues rows={[...rowsOf(connection), ...useSynced(connection.id, mayManage)]} />
      {lastError && <LastErrorLine error={lastError} recovered={state === 'ok'} />}
      {mayManage && <Actions connection={connection} choices={choices} />}
    </article>
  );
}

interface LastErrorLineProps {
  error: NonNullable<Connection['last_error']>;
  recovered: boolean;
}

/** What is over is told as the past, without alarm. */
function LastErrorLine({ error: { reason, at }, recovered }: LastErrorLineProps) {
  if (recovered)
    return (
      <p className={css.sub} data-testid="past-error">
        Recovered. Last error, <Moment at={at} as="clock" />: {reason}
      </p>
    );
  return (
    <div className={css.error} data-testid="last-error">
      {reason} <Moment at={at} />
    </div>
  );
}

function rowsOf(connection: Connection): KeyValue[] {
  const { last_success_at: success, latency_ms: latency, records, budgets = [] } = connection;
  const breaker = breakerWords(connection.breaker);
  const rows: (KeyValue | undefined)[] = [
    { key: 'success', label: 'Last answer', value: success ? <Moment at={success} /> : 'none yet' },
    latency
      ? {
          key: 'latency',
          label: 'Latency',
          value: `${formatNumber(Math.round(latency.p50))} ms, 95% within ${formatNumber(Math.round(latency.p95))} ms`,
        }
      : undefined,
    typeof records === 'number'
      ? { key: 'records', label: 'Customers linked', value: formatNumber(records) }
      : undefined,
    breaker === undefined ? undefined : { key: 'breaker', label: 'Breaker', value: breaker },
    ...budgets.map((budget) => ({
      key: `budget-${budget.bucket}`,
      label: budget.bucket === 'default' ? 'Budget' : `Budget, ${inWords(budget.bucket).toLowerCase()}`,
      value: <BudgetBar budget={budget} />,
    })),
  ];
  return rows.filter((row) => row !== undefined);
}

/** How long ago what is kept of a source was brought up to date; for whoever minds the connections. */
function useSynced(id: string, mayManage: boolean): KeyValue[] {
  const { data, isPending } = useQuery({ ...syncQuery, enabled: mayManage });
  const pulled = data?.connections.find((each) => each.connection_id === id);
  return mayManage ? [{ key: 'synced', label: 'Synced', value: isPending ? '…' : syncedWords(pulled) }] : [];
}

function BudgetBar({ budget: { bucket, used, limit, seconds } }: { budget: Budget }) {
  const share = limit ? used / limit : 0;
  return (
    <span className={css.budget} title={`Requests of the kind “${bucket}” ${windowWords(seconds)}`}>
      <Meter share={share} tone={share > 0.9 ? 'red' : share > 0.6 ? 'yellow' : 'green'} />
      <span>
        {formatNumber(used)} of {formatNumber(limit)} {windowWords(seconds)}
      </span>
    </span>
  );
}

function Actions({ connection, choices }: Omit<ConnectionCardProps, 'mayManage'>) {
  const check = useCheck();
  const [open, setOpen] = useState<'change' | 'remove'>();
  const close = () => setOpen(undefined);
  return (
    <div className={css.foot}>
      <span className={css.result} role="status">
        {check.isPending && 'Asking…'}
        {check.error && <span className={css.bad}>{reasonOf(check.error)}</span>}
        {check.data?.ok && (
          <span className={css.good}>
            Answered
            {check.data.latency_ms === null
              ? ''
              : ` in ${formatNumber(Math.round(check.data.latency_ms))} ms`}
          </span>
        )}
        {check.data?.ok === false && (
          <span className={css.bad}>{check.data.reason ?? 'It did not answer.'}</span>
        )}
      </span>
      <Button
        size="xs"
        variant="default"
        loading={check.isPending}
        onClick={() => check.mutate(connection.id)}
      >
        Check
      </Button>
      {choices.length > 0 && (
        <Button size="xs" variant="default" onClick={() => setOpen('change')}>
          Change
        </Button>
      )}
      <Button size="xs" variant="subtle" color="red" onClick={() => setOpen('remove')}>
        Remove
      </Button>
      {open === 'change' && <ChangeDialog connection={connection} choices={choices} onClose={close} />}
      {open === 'remove' && <DisconnectDialog connection={connection} onClose={close} />}
    </div>
  );
}
