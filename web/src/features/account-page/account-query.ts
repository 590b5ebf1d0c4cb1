import { type QueryClient, queryOptions } from '@tanstack/react-query';

import type { SectionEnvelope } from '@/api/page';
import { getJson, ProblemError, queryString, send } from '@/lib/api';
import { askAgainAfter, type Page, type PageEvent, withEvent } from '@/lib/page';
import { readEvents } from '@/lib/sse';
import { MINUTE, SECOND } from '@/lib/time';

export const pageKey = (id: string) => ['account', id] as const;

const EVENTS: readonly string[] = ['head', 'section', 'done'];

/** One time that somebody has the page open. Once it was shown in full, asking again is no new look of theirs. */
export interface Opening {
  shown: boolean;
}

/** Reads the stream of the page and shows each section as soon as it is there. */
async function readPage(
  client: QueryClient,
  id: string,
  opening: Opening,
  signal: AbortSignal,
): Promise<Page> {
  const query = queryString({ refresh: opening.shown ? 'true' : undefined });
  const response = await send(`/accounts/${encodeURIComponent(id)}/stream${query}`, {
    headers: { Accept: 'text/event-stream' },
    signal,
  });
  let page = client.getQueryData<Page>(pageKey(id));
  let done = false;
  if (response.body)
    for await (const { event, data } of readEvents(response.body)) {
      if (!EVENTS.includes(event)) continue;
      page = withEvent(page, { event, data: JSON.parse(data) as unknown } as PageEvent, Date.now());
      done = event === 'done';
      if (page && !done) client.setQueryData(pageKey(id), page);
    }
  if (!page || !done)
    throw new ProblemError({ title: 'The answer broke off before it was complete.', status: 0 });
  opening.shown = true;
  return page;
}

/** The page stays current while it is open: asked again each minute, and sooner while something is not. */
export const accountPageQuery = (client: QueryClient, id: string, opening: Opening) =>
  queryOptions({
    queryKey: pageKey(id),
    queryFn: ({ signal }) => readPage(client, id, opening, signal),
    staleTime: 20 * SECOND,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => (state.data ? askAgainAfter(state.data) : MINUTE),
  });

interface FullSection {
  name: string;
  section: SectionEnvelope;
}

/** One section with every entry of its lists; the page carries only their heads. */
export const fullSectionQuery = (id: string, name: string) =>
  queryOptions({
    queryKey: ['account', id, 'section', name],
    queryFn: ({ signal }) =>
      getJson<FullSection>(`/accounts/${encodeURIComponent(id)}/sections/${name}`, signal),
    staleTime: MINUTE,
  });
