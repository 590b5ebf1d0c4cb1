import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import type { Match, MatchSide, MatchWeight } from '@/api/service';
import { Badge } from '@/components/badge';
import { SourceMark } from '@/components/source-mark';
import { cx } from '@/lib/cx';

import type { Decision } from './matches-query';
import css from './matches.module.css';
import { cardId } from './use-queue-keys';
import { chanceWords, oddsWords, pairWords, sideKind, sideTitle, weightShare } from './words';

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
        data-current={current}
      >
        <div className={css.sides}>
          <Side side={match.left} other={match.right} />
          <Side side={match.right} other={match.left} />
        </div>
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
        {match.kind === 'account-to-account' ? 'Merge' : 'Link'}
      </Button>
    </div>
  );
}

function Side({ side, other }: { side: MatchSide; other: MatchSide }) {
  const sources = [...new Set(side.records.map((each) => each.source))];
  return (
    <section className={css.side}>
      <div className={css.head}>
        {sources.map((source) => (
          <SourceMark key={source} source={source} />
        ))}
        <h2 className={css.title}>
          {side.account ? (
            <Link to="/accounts/$id" params={{ id: side.account.id }}>
              {sideTitle(side)}
            </Link>
          ) : (
            sideTitle(side)
          )}
        </h2>
      </div>
      <p className={css.kind}>{sideKind(side)}</p>
      <dl className={css.facts}>
        <Fact title="Names" values={side.names} others={other.names} />
        <Fact title="Domains" values={side.domains} others={other.domains} />
        <Fact title="People" values={side.addresses} others={other.addresses} />
        <Fact title="Place" values={placeOf(side)} others={placeOf(other)} />
      </dl>
    </section>
  );
}

const placeOf = ({ city, country }: MatchSide): string[] => [city, country].filter((each) => each !== null);

/** Values that the other side has, too, are marked. */
function Fact({
  title,
  values,
  others,
}: {
  title: string;
  values: readonly string[];
  others: readonly string[];
}) {
  const same = new Set(others.map((each) => each.toLowerCase()));
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {values.length === 0 && <span className={css.none}>Not known</span>}
        {values.map((value) => (
          <span key={value} className={cx(css.value, same.has(value.toLowerCase()) && css.same)}>
            {value}
          </span>
        ))}
      </dd>
    </>
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
