import { Button } from '@mantine/core';
import { IconChecks, IconCloudOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import type { Match } from '@/api/matches';
import { Moment } from '@/components/moment';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { useTitle } from '@/lib/title';

import { decidedQuery, useTakeBack } from './matches-query';
import css from './matches.module.css';
import { SideName } from './sides';
import { Views } from './views';
import { pairWords, verdictWords } from './words';

/** The dialog in which the merge of a yes is undone. */
type UndoSlot = (match: Match, merge: string, onClose: () => void, onDone: () => void) => ReactNode;

/** What people have said, the last decision first; each can be taken back. */
export function DecidedPage({ undo }: { undo: UndoSlot }) {
  useTitle('Decided matches');
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(decidedQuery);
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <div className={css.page} data-testid="decided-page">
      <div>
        <h1>Matches</h1>
        <p className={css.intro}>
          What was decided, by whom and when. Whatever is taken back is asked again.
        </p>
      </div>
      <Views current="decided" />
      {error && !items && (
        <Notice icon={<IconCloudOff size={24} />} title="The decisions could not be read" minHeight={240}>
          {reasonOf(error)}
        </Notice>
      )}
      {!items && !error && <SkeletonBlock height={320} />}
      {items?.length === 0 && (
        <Notice icon={<IconChecks size={24} />} title="Nothing decided yet" minHeight={240}>
          Decisions appear here as soon as somebody accepts or rejects a pair.
        </Notice>
      )}
      {items && items.length > 0 && <Decisions items={items} undo={undo} />}
      {hasNextPage && (
        <MoreButton onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Reading earlier decisions…' : 'Earlier decisions'}
        </MoreButton>
      )}
    </div>
  );
}

function Decisions({ items, undo }: { items: readonly Match[]; undo: UndoSlot }) {
  const [undoing, setUndoing] = useState<Match>();
  const taking = useTakeBack();
  const takeBack = (match: Match) => {
    if (match.merge) setUndoing(match);
    else taking.mutate(match);
  };
  return (
    <>
      {taking.error && (
        <p className={css.problem} role="alert">
          {reasonOf(taking.error)}
        </p>
      )}
      <ol className={css.decisions} aria-label="Decisions, the last one first">
        {items.map((match) => (
          <DecisionLine
            key={match.id}
            match={match}
            busy={taking.isPending && taking.variables.id === match.id}
            onTakeBack={() => takeBack(match)}
          />
        ))}
      </ol>
      {undoing?.merge &&
        undo(
          undoing,
          undoing.merge,
          () => setUndoing(undefined),
          () => {
            setUndoing(undefined);
            taking.mutate(undoing);
          },
        )}
    </>
  );
}

interface DecisionLineProps {
  match: Match;
  busy: boolean;
  onTakeBack: () => void;
}

function DecisionLine({ match, busy, onTakeBack }: DecisionLineProps) {
  return (
    <li className={css.decision} data-testid="decision" data-state={match.state}>
      <div className={css.side}>
        <p className={css.pair}>
          <SideName side={match.left} /> and <SideName side={match.right} />
        </p>
        <p className={css.kind}>
          {verdictWords(match)}, {match.decider ?? 'Rotunda'}
          {match.decided_at && (
            <>
              , <Moment at={match.decided_at} as="clock" />
            </>
          )}
        </p>
        {match.reason && <p className={css.kind}>{match.reason}</p>}
      </div>
      <Button
        size="xs"
        variant="default"
        loading={busy}
        onClick={onTakeBack}
        aria-label={`Take back: ${pairWords(match)}`}
      >
        Take back
      </Button>
    </li>
  );
}
