import { IconHistoryOff } from '@tabler/icons-react';
import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { Conversation, TimelinePage } from '@/api/contacts';
import { Card } from '@/components/card';
import { Freshness } from '@/components/freshness';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { count } from '@/lib/numbers';
import { useMay } from '@/lib/session';

import { type PersonPage, timelineQuery, type TimelineWanted } from './contact-query';
import { ConversationSheet } from './conversation-sheet';
import { SaidEntry } from './timeline-entries';
import { Looks } from './timeline-looks';
import { linesOf } from './timeline-lines';
import { TimelineWishes } from './timeline-wishes';
import css from './timeline.module.css';

const HEIGHT = 480;
const FEW = 8;
const MOST_AT_ONCE = 5;

/** Everything about one person: all that was said, internal notes, and who looked, in one order. */
export function Timeline({ page }: { page: PersonPage }) {
  const { id } = page.contact;
  const mayReadLog = useMay('audit_account');
  const [wanted, setWanted] = useState<TimelineWanted>({ order: 'newest', refreshes: false });
  const [whole, setWhole] = useState(false);
  const [open, setOpen] = useState<Conversation>();
  const query = useInfiniteQuery(timelineQuery(id, wanted));
  const first = query.data?.pages[0];
  return (
    <div className={css.page}>
      <Card
        title="Everything about this person"
        testId="timeline"
        aside={
          first &&
          wanted.kind !== 'event' && (
            <Freshness
              section={{
                state: first.state,
                sources: first.sources,
                as_of: null,
                received_at: query.dataUpdatedAt,
              }}
              title="Conversations"
            />
          )
        }
      >
        <TimelineWishes
          wanted={wanted}
          onWish={setWanted}
          whole={whole}
          onWhole={setWhole}
          withEvents={mayReadLog}
        />
        <Pages id={id} wanted={wanted} whole={whole} onOpen={setOpen} />
      </Card>
      <ConversationSheet contact={id} conversation={open} onClose={() => setOpen(undefined)} />
    </div>
  );
}

interface PagesProps {
  id: string;
  wanted: TimelineWanted;
  whole: boolean;
  onOpen: (conversation: Conversation) => void;
}

function Pages({ id, wanted, ...rest }: PagesProps) {
  const query = useInfiniteQuery(timelineQuery(id, wanted));
  useMoreWhileShort(query, wanted);
  return (
    <div style={{ minHeight: query.isPending ? HEIGHT : undefined }} aria-busy={query.isPending}>
      {query.data ? (
        <List pages={query.data.pages} wanted={wanted} {...rest} />
      ) : query.error ? (
        <p role="alert">{reasonOf(query.error)}</p>
      ) : (
        <SkeletonBlock height={HEIGHT} />
      )}
      {query.hasNextPage && (
        <MoreButton onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? 'Reading more…' : 'Show more'}
        </MoreButton>
      )}
    </div>
  );
}

/** Looks that became one line fill no page: what follows is read at once, a few times at most. */
function useMoreWhileShort(
  { data, hasNextPage, isFetching, fetchNextPage }: UseInfiniteQueryResult<InfiniteData<TimelinePage>>,
  { kind, order }: TimelineWanted,
) {
  const pages = data?.pages ?? [];
  const lines = linesOf(
    pages.flatMap((each) => each.items),
    order,
    kind === 'event',
  );
  const short = pages.length > 0 && pages.length < MOST_AT_ONCE && lines.length < FEW && hasNextPage;
  useEffect(() => {
    if (short && !isFetching) void fetchNextPage();
  }, [short, isFetching, fetchNextPage]);
}

interface ListProps {
  pages: readonly TimelinePage[];
  wanted: TimelineWanted;
  whole: boolean;
  onOpen: (conversation: Conversation) => void;
}

function List({ pages, wanted: { kind, order }, whole, onOpen }: ListProps) {
  const lines = linesOf(
    pages.flatMap((each) => each.items),
    order,
    kind === 'event',
  );
  const unread = pages.reduce((sum, each) => sum + each.unread, 0);
  if (lines.length === 0 && unread === 0)
    return (
      <Notice icon={<IconHistoryOff size={22} />} title="Nothing is known" minHeight={240}>
        {kind === undefined
          ? 'Nothing was said with this person and nobody looked, or you may read none of it.'
          : 'There is nothing of this kind, or nothing that you may read.'}
      </Notice>
    );
  return (
    <>
      {unread > 0 && (
        <p className={css.warning} role="status">
          {count(unread, 'ticket')} could not be read: the source does not answer. Internal notes in them are
          missing here.
        </p>
      )}
      <ol className={css.entries} aria-label="Conversations, notes and looks">
        {lines.map((line) =>
          line.looks ? (
            <Looks key={line.id} looks={line.looks} />
          ) : (
            <SaidEntry
              key={`${line.id}/${whole ? 'whole' : 'short'}`}
              entry={line.entry}
              whole={whole}
              onOpen={onOpen}
            />
          ),
        )}
      </ol>
      {pages.some((each) => each.truncated) && (
        <Quiet>Older conversations exist in the source than were read.</Quiet>
      )}
    </>
  );
}
