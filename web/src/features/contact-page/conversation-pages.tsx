import { useInfiniteQuery } from '@tanstack/react-query';
import { IconMessageOff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import type { Conversation, ConversationPage } from '@/api/contacts';
import { Card } from '@/components/card';
import { Freshness } from '@/components/freshness';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { isFailing } from '@/lib/freshness';
import { formatNumber } from '@/lib/numbers';

import { conversationsQuery, type PersonPage, type Wanted } from './contact-query';
import { Wishes } from './wishes';

const HEIGHT = 420;

interface ConversationPagesProps {
  page: PersonPage;
  title: string;
  item: (conversation: Conversation) => ReactNode;
}

/** Everything that was said with this person, on whatever channel, in one order, page after page. */
export function ConversationPages({ page, title, item }: ConversationPagesProps) {
  const [wanted, setWanted] = useState<Wanted>({ order: 'newest' });
  const query = useInfiniteQuery(conversationsQuery(page.contact.id, wanted));
  const first = query.data?.pages[0];
  return (
    <Card
      title={title}
      testId="conversations"
      aside={
        first && (
          <>
            <Quiet>{formatNumber(first.total)}</Quiet>
            <Freshness
              section={{ ...asSection(first), received_at: query.dataUpdatedAt }}
              title="Conversations"
            />
          </>
        )
      }
    >
      <Wishes wanted={wanted} onWish={setWanted} />
      <div style={{ minHeight: HEIGHT }}>
        {first ? (
          <List pages={query.data?.pages ?? []} item={item} />
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
    </Card>
  );
}

const asSection = ({ state, sources }: ConversationPage) => ({ state, sources, as_of: null });

function List({ pages, item }: { pages: readonly ConversationPage[]; item: ConversationPagesProps['item'] }) {
  const items = pages.flatMap((each) => each.items);
  const silent = pages.some((each) => each.sources.some(isFailing));
  if (items.length === 0)
    return (
      <Notice
        icon={<IconMessageOff size={22} />}
        title={silent ? 'Nothing could be read' : 'Nothing was said yet'}
        minHeight={240}
        warning={silent}
      >
        {silent
          ? 'A source does not answer. What it has is shown as soon as it does.'
          : 'No ticket, email, call, meeting or note with this person is known, or none that you may read.'}
      </Notice>
    );
  return (
    <>
      <ul>{items.map(item)}</ul>
      {pages.some((each) => each.truncated) && (
        <Quiet>Older conversations exist in the source than were read.</Quiet>
      )}
    </>
  );
}
