import { Drawer } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import type { Thread } from '@/api/written';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { count } from '@/lib/numbers';
import { useReturnFocus } from '@/lib/return-focus';

import { peopleWords } from '../words';
import { MailItem } from './mail-item';
import css from './thread.module.css';
import { threadQuery } from './thread-query';

interface ThreadSheetProps {
  customer: Customer;
  /** The mail from which it was opened. */
  event: string;
  subject: string | undefined;
  onClose: () => void;
}

/** A whole conversation beside the timeline: closing it leaves the reader where they were. */
export function ThreadSheet({ customer, event, subject, onClose }: ThreadSheetProps) {
  useReturnFocus();
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="lg">
      <Drawer.Overlay />
      <Drawer.Content data-testid="thread-sheet">
        <Drawer.Header role="none">
          <Drawer.Title className={css.title}>{subject ?? 'Conversation'}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </Drawer.Header>
        <Drawer.Body>
          <Mails customer={customer} event={event} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Mails({ customer, event }: Pick<ThreadSheetProps, 'customer' | 'event'>) {
  const query = useInfiniteQuery(threadQuery(customer, event));
  const from = useRef<HTMLOListElement>(null);
  const { data, error } = query;
  const isThere = data !== undefined;
  // Where the reader came from is in sight at once.
  useEffect(() => {
    from.current?.querySelector('[data-opened]')?.scrollIntoView({ block: 'nearest' });
  }, [isThere]);
  if (!data) return error ? <p role="alert">{reasonOf(error)}</p> : <SkeletonBlock height={320} />;
  const thread = data.pages[0]?.thread;
  return (
    <>
      {thread && <About thread={thread} />}
      <ol ref={from} className={css.mails} aria-label="Mails, oldest first">
        {data.pages
          .flatMap(({ messages }) => messages)
          .map((each) => (
            <MailItem key={each.id} mail={each} opened={each.id === event} />
          ))}
      </ol>
      {query.hasNextPage && (
        <MoreButton onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? 'Reading…' : 'Later mails'}
        </MoreButton>
      )}
      {error && <p role="alert">It could not be read on: {reasonOf(error)}</p>}
    </>
  );
}

function About({ thread: { messages, people = [] } }: { thread: Thread }) {
  const who = peopleWords(people, 5);
  return (
    <p>
      <Quiet>
        {count(messages, 'mail')}
        {who && ` · ${who}`}
      </Quiet>
    </p>
  );
}
