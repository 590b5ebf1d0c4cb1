import { Button } from '@mantine/core';

import type { Match, MatchWeight } from '@/api/matches';
import { Badge } from '@/components/badge';
import { cx } from '@/lib/cx';

import type { Decision } from './matches-query';
import css from './matches.module.css';
import { Sides } from './sides';
import { cardId } from './use-queue-keys';
import { chanceWords, oddsWords, pairWords, weightShare } from './words';

interface MatchCardProps {
  match: Match;
  current: boolean;
  busy: boolean;
  onFocus: () => void;
  onDecide: (decision: Decision) => void;
}

/** Both sides, what speaks for and against, and the three answers. */
export function MatchCard({ match, current, busy, onFocus, onDecide }: MatchCardProps) {
  return (
    <li>
      <article
        className={cx(css.card, current && css.current)}
        aria-label={`${pairWords(match)}, ${chanceWords(match.probability)} likely`}
        data-testid="match"
        data-kind={match.kind}
        data-current={current}
      >
        <Sides match={match} />
        <Weights weights={match.weights} />
        <Answers match={match} busy={busy} onFocus={onFocus} onDecide={onDecide} />
      </article>
    </li>
  );
}

function Answers({ match, busy, onFocus, onDecide }: Omit<MatchCardProps, 'current'>) {
  return (
    <div className={css.foot}>
      <Badge tone={match.probability >= 0.9 ? 'green' : 'yellow'}>
        {chanceWords(match.probability)} likely
      </Badge>
      <span className={css.spacer} />
      <Button size="xs" variant="subtle" disabled={busy} onFocus={onFocus} onClick={() => onDecide('never')}>
        Never ask again
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={busy}
        onFocus={onFocus}
        onClick={() => onDecide('reject')}
      >
        Reject
      </Button>
      <Button
        id={cardId(match.id)}
        size="xs"
        loading={busy}
        onFocus={onFocus}
        onClick={() => onDecide('accept')}
      >
        {match.kind === 'record-to-account' ? 'Link' : 'Merge'}
      </Button>
    </div>
  );
}

function Weights({ weights }: { weights: readonly MatchWeight[] }) {
  return (
    <ul className={css.weights} aria-label="What speaks for and against">
      {weights.map((weight) => (
        <li key={weight.comparison} className={css.weight}>
          <span className={css.weightTitle}>{weight.title}</span>
          <span className={css.track} aria-hidden>
            <span
              className={cx(css.bar, weight.bits < 0 && css.against)}
              style={{ width: `${weightShare(weight) * 50}%` }}
            />
          </span>
          <span>{weight.words}</span>
          <span className={css.odds}>
            {oddsWords(weight.bits)}
            <span className="visually-hidden">{weight.bits >= 0 ? ' for it' : ' against it'}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
