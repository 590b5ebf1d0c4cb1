import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';

import type {
  ContactHead,
  ContactStreamHead,
  Conversation,
  ConversationPage,
  TimelineEntry,
  TimelinePage,
} from '@/api/contacts';
import type { StreamSection } from '@/api/page';
import type { SectionName } from '@/api/provenance';
import { getJson, ProblemError, queryString, send } from '@/lib/api';
import type { HeldSection } from '@/lib/freshness';
import { askAgainAfter, isRenewing } from '@/lib/page';
import { readEvents } from '@/lib/sse';
import { MINUTE, SECOND } from '@/lib/time';

/** The page of one person as far as it has arrived. */
export interface PersonPage {
  contact: ContactHead;
  sections: Record<SectionName, HeldSection>;
  /** How many answers in a row held something that was being renewed behind them. */
  renewals?: number;
}

const keyOf = (id: string) => ['contact', id] as const;

/** While a page is asked again, what is shown stays until its own new answer arrives. */
function withHead(before: PersonPage | undefined, head: ContactStreamHead, now: number): PersonPage {
  const sections = Object.entries(head.sections).map(([name, section]): [string, HeldSection] => {
    const shown = before?.sections[name];
    return [name, shown && section.state === 'pending' ? shown : { ...section, received_at: now }];
  });
  return { contact: head.contact, sections: Object.fromEntries(sections), renewals: before?.renewals ?? 0 };
}

function withSection(page: PersonPage, { name, section }: StreamSection, now: number): PersonPage {
  return { ...page, sections: { ...page.sections, [name]: { ...section, received_at: now } } };
}

/** One time that somebody has the page open. Once it was shown in full, asking again is no new look of theirs. */
export interface Opening {
  shown: boolean;
}

const pathOf = (id: string) => `/contacts/${encodeURIComponent(id)}`;

async function readPage(
  client: QueryClient,
  id: string,
  opening: Opening,
  signal: AbortSignal,
): Promise<PersonPage> {
  const headers = { Accept: 'text/event-stream' };
  const query = queryString({ refresh: opening.shown ? 'true' : undefined });
  const response = await send(`${pathOf(id)}/stream${query}`, { headers, signal });
  let page = client.getQueryData<PersonPage>(keyOf(id));
  let done = false;
  if (response.body)
    for await (const { event, data } of readEvents(response.body)) {
      const told = JSON.parse(data) as unknown;
      if (event === 'head') page = withHead(page, told as ContactStreamHead, Date.now());
      if (event === 'section' && page) page = withSection(page, told as StreamSection, Date.now());
      done = event === 'done';
      if (page && !done) client.setQueryData(keyOf(id), page);
    }
  if (!page || !done)
    throw new ProblemError({ title: 'The answer broke off before it was complete.', status: 0 });
  opening.shown = true;
  return { ...page, renewals: isRenewing(page) ? (page.renewals ?? 0) + 1 : 0 };
}

/** Stays current while it is open, as an account's page does. */
export const contactQuery = (client: QueryClient, id: string, opening: Opening) =>
  queryOptions({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => readPage(client, id, opening, signal),
    staleTime: 20 * SECOND,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => (state.data ? askAgainAfter(state.data) : MINUTE),
  });

export type Order = 'newest' | 'oldest';

export interface Wanted {
  order: Order;
  kind?: string;
}

const PAGE = 10;

/** A page of conversations, each with its last message. */
export const conversationsQuery = (id: string, { order, kind }: Wanted) =>
  infiniteQueryOptions({
    queryKey: ['contact', id, 'conversations', order, kind],
    queryFn: ({ pageParam, signal }) =>
      getJson<ConversationPage>(
        `${pathOf(id)}/conversations${queryString({ order, kind, limit: PAGE, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: MINUTE,
  });

export interface TimelineWanted {
  order: Order;
  kind?: TimelineEntry['kind'];
  /** With what open pages asked again by themselves. */
  refreshes: boolean;
}

/** All about one person, in one order. */
export const timelineQuery = (id: string, { order, kind, refreshes }: TimelineWanted) =>
  infiniteQueryOptions({
    queryKey: ['contact', id, 'timeline', order, kind, refreshes],
    queryFn: ({ pageParam, signal }) =>
      getJson<TimelinePage>(
        `${pathOf(id)}/full-profile${queryString({ order, kind, refreshes: refreshes.toString(), cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: MINUTE,
  });

/** One conversation with all that was said in it. */
export const conversationQuery = (id: string, { source, record_type, external_id, at }: Conversation) =>
  queryOptions({
    queryKey: ['contact', id, 'conversation', source, record_type, external_id, at],
    queryFn: ({ signal }) =>
      getJson<Conversation>(
        `${pathOf(id)}/conversations/${[source, record_type, external_id].map(encodeURIComponent).join('/')}`,
        signal,
      ),
    staleTime: MINUTE,
    retry: false,
  });
