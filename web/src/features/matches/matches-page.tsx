import { IconChecks, IconCloudOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import type { Match, MatchPage } from '@/api/matches';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { reasonOf } from '@/lib/api';
import { useTitle } from '@/lib/title';

import { Kinds } from './kinds';
import { MatchCard } from './match-card';
import { matchesQuery } from './matches-query';
import css from './matches.module.css';
import { useQueueKeys } from './use-queue-keys';
import { Views } from './views';

/** Pairs that may be the same customer, for a person to decide. */
export function MatchesPage({ kind }: { kind: Match['kind'] | undefined }) {
  useTitle('Matches');
  const { data, error } = useQuery(matchesQuery(kind));
  return (
    <div className={css.page} data-testid="matches-page">
      <div>
        <h1>Matches</h1>
        <p className={css.intro}>
          Records, accounts and people that may be the same. Nothing is joined before somebody says so, and a
          no is remembered.
        </p>
      </div>
      <div className={css.filters}>
        <Views current="open" />
        <Kinds current={kind} />
      </div>
      {error && !data && (
        <Notice icon={<IconCloudOff size={24} />} title="The matches could not be read" minHeight={240}>
          {reasonOf(error)}
        </Notice>
      )}
      {!data && !error && <SkeletonBlock height={320} />}
      {data && <Queue page={data} kind={kind} />}
    </div>
  );
}

interface QueueProps {
  page: MatchPage;
  kind: Match['kind'] | undefined;
}

function Queue({ page: { items, total }, kind }: QueueProps) {
  const queue = useQueueKeys(items, kind);
  if (items.length === 0)
    return (
      <Notice icon={<IconChecks size={24} />} title="Nothing to decide" minHeight={240}>
        Every record has its account, or looks like none. New pairs appear here after the sources were read.
      </Notice>
    );
  return (
    <>
      <p className={css.hint}>
        <span data-testid="matches-total">
          {total === 1 ? 'One pair' : `${total.toLocaleString('en')} pairs`}, the likeliest first
          {total > items.length && `; the next ones follow as these ${items.length} are decided`}.
        </span>{' '}
        <span className={css.keys}>
          <kbd>j</kbd> and <kbd>k</kbd> move, <kbd>a</kbd> accepts, <kbd>r</kbd> rejects, <kbd>n</kbd> never
          asks again.
        </span>
      </p>
      {queue.problem !== undefined && (
        <p className={css.problem} role="alert">
          {queue.problem}
        </p>
      )}
      <ol className={css.list}>
        {items.map((match) => (
          <MatchCard
            key={match.id}
            match={match}
            current={match.id === queue.current}
            busy={queue.busy === match.id}
            onFocus={() => queue.choose(match.id)}
            onDecide={(decision) => queue.decide(match, decision)}
          />
        ))}
      </ol>
    </>
  );
}
