import { IconChecks, IconCloudOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { SignalPage, SignalledAccount } from '@/api/signals';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { count } from '@/lib/numbers';
import { useMay } from '@/lib/session';
import { useTitle } from '@/lib/title';

import { BulkBar } from './bulk-bar';
import { Filters } from './filters';
import { Footer } from './footer';
import css from './signals.module.css';
import { type OnWrite, signalsQuery, type Wanted } from './signals-query';
import { SignalsTable } from './signals-table';

/** Who needs somebody today, and why. */
export function SignalsPage({ wanted, onWrite }: { wanted: Wanted; onWrite: OnWrite }) {
  useTitle('Signals');
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    signalsQuery(wanted),
  );
  const first = data?.pages[0];
  return (
    <div className={css.page} data-testid="signals-page">
      <div className={css.head}>
        <h1>Who needs me today</h1>
        <p className={css.intro}>{first ? totals(first) : ' '}</p>
      </div>
      <Filters wanted={wanted} />
      {error && !data && (
        <Notice icon={<IconCloudOff size={24} />} title="The signals could not be read" minHeight={240}>
          {reasonOf(error)}
        </Notice>
      )}
      {!data && !error && <SkeletonBlock height={400} />}
      {data && (
        <Book
          key={JSON.stringify(wanted)}
          items={data.pages.flatMap(({ items }) => items)}
          wanted={wanted}
          onWrite={onWrite}
        />
      )}
      {hasNextPage && (
        <MoreButton onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Reading more' : 'Show more accounts'}
        </MoreButton>
      )}
      {first && <Footer wanted={wanted} counts={first.counts} />}
    </div>
  );
}

const totals = ({ counts: { accounts, open } }: SignalPage): string =>
  `${count(accounts, 'account')} · ${count(open, 'open signal')}`;

interface BookProps {
  items: readonly SignalledAccount[];
  wanted: Wanted;
  onWrite: OnWrite;
}

const EMPTY = {
  open: ['Nobody needs you now', 'New signals appear here after the sources were read.'],
  snoozed: ['Nothing is snoozed', 'What you snooze waits here until its time comes.'],
  resolved: ['Nothing was resolved in seven days', 'What you resolve is listed here for a week.'],
  standing: ['No fact lasts', 'New signals appear here after the sources were read.'],
} as const;

function Book({ items, wanted, onWrite }: BookProps) {
  const may = useMay('field_edit');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (items.length === 0)
    return (
      <Notice icon={<IconChecks size={24} />} title={EMPTY[wanted.state][0]} minHeight={240}>
        {EMPTY[wanted.state][1]}
      </Notice>
    );
  const decidable = may && wanted.state !== 'resolved';
  const signals = items.filter(({ account }) => chosen.has(account.id)).flatMap((each) => each.signals);
  return (
    <>
      {decidable && <BulkBar signals={signals.map(({ id }) => id)} onDone={() => setChosen(new Set())} />}
      <SignalsTable
        items={items}
        chosen={decidable ? chosen : undefined}
        onChoose={setChosen}
        onWrite={onWrite}
      />
    </>
  );
}
