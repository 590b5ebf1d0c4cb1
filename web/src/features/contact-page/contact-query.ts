import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';

import type { ContactHead, ContactStreamHead, ConversationPage } from '@/api/contacts';
import type { StreamSection } from '@/api/page';
import type { SectionName } from '@/api/provenance';
import { getJson, ProblemError, queryString, send } from '@/lib/api';
import { type HeldSection, isFailing } from '@/lib/freshness';
import { readEvents } from '@/lib/sse';
import { MINUTE, SECOND } from '@/lib/time';

/** The page of one person as far as it has arrived. */
export interface PersonPage {
  contact: ContactHead;
  sections: Record<SectionName, HeldSection>;
}

const keyOf = (id: string) => ['contact', id] as const;

/** While a page is asked again, what is shown stays until its own new answer arrives. */
function withHead(before: PersonPage | undefined, head: ContactStreamHead, now: number): PersonPage {
  const sections = Object.entries(head.sections).map(([name, section]): [string, HeldSection] => {
    const shown = before?.sections[name];
    return [name, shown && section.state === 'pending' ? shown : { ...section, received_at: now }];
  });
  return { contact: head.contact, sections: Object.fromEntries(sections) };
}

function withSection(page: PersonPage, { name, section }: StreamSection, now: number): PersonPage {
  return { ...page, sections: { ...page.sections, [name]: { ...section, received_at: now } } };
}

async function readPage(client: QueryClient, id: string, signal: AbortSignal): Promise<PersonPage> {
  const headers = { Accept: 'text/event-stream' };
  const response = await send(`/contacts/${encodeURIComponent(id)}/stream`, { headers, signal });
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
  return page;
}

const isSilent = (page: PersonPage): boolean =>
  Object.values(page.sections).some((section) => section.sources.some(isFailing));

/** Stays current while it is open: asked again each minute, and sooner while a source is silent. */
export const contactQuery = (client: QueryClient, id: string) =>
  queryOptions({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => readPage(client, id, signal),
    staleTime: 20 * SECOND,
    refetchInterval: ({ state }) => (state.data && isSilent(state.data) ? 8 * SECOND : MINUTE),
  });

export type Order = 'newest' | 'oldest';

export interface Wanted {
  order: Order;
  kind?: string;
}

export const conversationsQuery = (id: string, { order, kind }: Wanted) =>
  infiniteQueryOptions({
    queryKey: ['contact', id, 'conversations', order, kind],
    queryFn: ({ pageParam, signal }) =>
      getJson<ConversationPage>(
        `/contacts/${encodeURIComponent(id)}/conversations${queryString({ order, kind, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: MINUTE,
  });
