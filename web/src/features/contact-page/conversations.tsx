import { useInfiniteQuery } from '@tanstack/react-query';
import { IconMessageOff } from '@tabler/icons-react';
import { useState } from 'react';

import type { Conversation, ConversationPage } from '@/api/contacts';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { ToggleButton } from '@/components/chart-frame';
import { Freshness } from '@/components/freshness';
import { Moment } from '@/components/moment';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { FromSource } from '@/components/source-mark';
import { MoreButton, Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { isFailing } from '@/lib/freshness';
import { formatNumber } from '@/lib/numbers';
import { inWords } from '@/lib/text';

import css from './contact-page.module.css';
import { conversationsQuery, type Order, type PersonPage } from './contact-query';
import { kindOf, KINDS, titleOf, toneOf } from './words';

const HEIGHT = 420;

interface ConversationsProps {
  page: PersonPage;
  onOpen: (conversation: Conversation) => void;
}

/** Everything that was said with this person, on whatever channel, in one order. */
export function Conversations({ page, onOpen }: ConversationsProps) {
  const [order, setOrder] = useState<Order>('newest');
  const [kind, setKind] = useState<string>();
  const wanted = { order, ...(kind !== undefined && { kind }) };
  const query = useInfiniteQuery(conversationsQuery(page.contact.id, wanted));
  const first = query.data?.pages[0];
  return (
    <Card
      title="Conversations"
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
      <Wishes order={order} kind={kind} onOrder={setOrder} onKind={setKind} />
      <div style={{ minHeight: HEIGHT }}>
        {first ? (
          <List pages={query.data?.pages ?? []} onOpen={onOpen} />
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

interface WishesProps {
  order: Order;
  kind: string | undefined;
  onOrder: (order: Order) => void;
  onKind: (kind: string | undefined) => void;
}

function Wishes({ order, kind, onOrder, onKind }: WishesProps) {
  return (
    <div className={css.wishes} role="group" aria-label="Which conversations">
      <ToggleButton pressed={kind === undefined} onToggle={() => onKind(undefined)}>
        All
      </ToggleButton>
      {Object.entries(KINDS).map(([name, title]) => (
        <ToggleButton key={name} pressed={kind === name} onToggle={() => onKind(name)}>
          {title}
        </ToggleButton>
      ))}
      <span className={css.order}>
        <ToggleButton
          pressed={order === 'oldest'}
          onToggle={() => onOrder(order === 'oldest' ? 'newest' : 'oldest')}
        >
          Oldest first
        </ToggleButton>
      </span>
    </div>
  );
}

function List({
  pages,
  onOpen,
}: {
  pages: readonly ConversationPage[];
  onOpen: (one: Conversation) => void;
}) {
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
      <ul>
        {items.map((each) => (
          <Item key={`${each.source}/${each.record_type}/${each.external_id}`} item={each} onOpen={onOpen} />
        ))}
      </ul>
      {pages.some((each) => each.truncated) && (
        <Quiet>Older conversations exist in the source than were read.</Quiet>
      )}
    </>
  );
}

function Item({ item, onOpen }: { item: Conversation; onOpen: (one: Conversation) => void }) {
  const about = [
    item.number && `#${item.number}`,
    kindOf(item),
    item.channel && item.channel !== item.kind && inWords(item.channel),
    item.assignee,
  ].filter(Boolean);
  return (
    <li className={css.conversation} data-testid="conversation">
      <FromSource source={item.source} />
      <div className={css.said}>
        <button type="button" className={css.subject} aria-haspopup="dialog" onClick={() => onOpen(item)}>
          {titleOf(item)}
        </button>
        {item.text !== undefined && item.subject !== undefined && <p className={css.excerpt}>{item.text}</p>}
        <p className={css.about}>
          {about.join(' · ')} · <Moment at={item.at} as="clock" />
        </p>
      </div>
      {item.status !== undefined && <Badge tone={toneOf(item)}>{inWords(item.status)}</Badge>}
    </li>
  );
}
