import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { KeptSignal, Signal } from '@/api/signals';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import { useNow } from '@/lib/clock';
import { formatMoneyList } from '@/lib/money';
import { count } from '@/lib/numbers';
import { type Page, viewOf } from '@/lib/page';
import { useMay } from '@/lib/session';
import { MINUTE } from '@/lib/time';
import type { PeopleView } from '@/sections/people/model';
import { keyPeople } from '@/sections/people/words';

import { Records } from './records';
import { isAway, keptOf } from './standing';
import css from './signals.module.css';
import { type OnWrite, standingQuery, useDecide } from './signals-query';
import { SnoozeDialog } from './snooze-dialog';
import { Suggested } from './suggested';
import { SEVERITIES, toneOf } from './words';

const SHOWN = 4;

/** What somebody should act on here, worst first, with what to do. What was snoozed or resolved stays away. */
export function ChurnSignals({ page, onWrite }: { page: Page; onWrite: OnWrite }) {
  const [all, setAll] = useState(false);
  const now = useNow(MINUTE);
  const { signals, account } = page;
  const { data: standing, isPending } = useQuery({
    ...standingQuery(account.id),
    enabled: signals !== undefined,
  });
  if (!signals || isPending) return <SkeletonBlock height={180} />;
  const told = signals.map((signal) => ({ signal, kept: keptOf(signal, standing) }));
  const open = told.filter(({ kept }) => !isAway(kept, now));
  const away = told.length - open.length;
  return (
    <Card
      title="Churn signals"
      testId="churn-signals"
      aside={
        <>
          {open.length} open{away > 0 && ` · ${away} snoozed or resolved`}
          {open.length > SHOWN && (
            <MoreButton onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show all ${open.length}`}
            </MoreButton>
          )}
        </>
      }
    >
      {open.length === 0 && <Quiet>Nothing needs anybody now.</Quiet>}
      <ul className={css.cards}>
        {open.slice(0, all ? undefined : SHOWN).map(({ signal, kept }) => (
          <SignalCard
            key={`${signal.kind}/${signal.fact}`}
            page={page}
            signal={signal}
            kept={kept}
            onWrite={onWrite}
          />
        ))}
      </ul>
    </Card>
  );
}

interface SignalCardProps {
  page: Page;
  signal: Signal;
  kept: KeptSignal | undefined;
  onWrite: OnWrite;
}

function SignalCard({ page, signal, kept, onWrite }: SignalCardProps) {
  const { title, why, severity, kind, evidence, stake = [] } = signal;
  return (
    <li className={css.signal} data-kind={kind}>
      <div className={css.signalHead}>
        <b>{title}</b>
        <Badge tone={toneOf(kind, severity)}>{SEVERITIES[severity]}</Badge>
      </div>
      <p className={css.why}>{why}</p>
      {stake.length > 0 && <p className={css.why}>At stake: {formatMoneyList(stake)}</p>}
      <Records refs={evidence} />
      {kept?.assignee && <p className={css.why}>{kept.assignee.name} takes care of it.</p>}
      <div className={css.buttons}>
        <Suggested account={page.account.id} signal={signal} onWrite={onWrite} to={keyAddress(page)} />
        {kept && <Decisions kept={kept} />}
      </div>
    </li>
  );
}

function Decisions({ kept }: { kept: KeptSignal }) {
  const may = useMay('field_edit');
  const [snoozing, setSnoozing] = useState(false);
  const resolve = useDecide();
  if (!may) return null;
  return (
    <>
      <button
        type="button"
        className={css.quietAction}
        aria-label={`Snooze ${kept.title}`}
        onClick={() => setSnoozing(true)}
      >
        Snooze
      </button>
      <button
        type="button"
        className={css.quietAction}
        aria-label={`Resolve ${kept.title}`}
        disabled={resolve.isPending}
        onClick={() => resolve.mutate({ signals: [kept.id], decision: { deed: 'resolve', reason: '' } })}
      >
        Resolve
      </button>
      {resolve.error && (
        <span className={css.problem} role="alert">
          {count(1, 'signal')} could not be resolved. Try again.
        </span>
      )}
      {snoozing && <SnoozeDialog signals={[kept.id]} onClose={() => setSnoozing(false)} />}
    </>
  );
}

/** The key person's, as far as the viewer may read it. */
function keyAddress(page: Page): string | undefined {
  const people = viewOf<PeopleView>(page, 'people')?.people ?? [];
  return keyPeople(
    people.filter((each) => each.email !== undefined),
    1,
  )[0]?.email;
}
