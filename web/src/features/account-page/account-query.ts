import { type QueryClient, queryOptions } from '@tanstack/react-query';

import type { SectionEnvelope } from '@/api/page';
import type { SectionName } from '@/api/provenance';
import { getJson, ProblemError, queryString, send } from '@/lib/api';
import { askAgainAfter, type Page, type PageEvent, withEvent } from '@/lib/page';
import { readEvents } from '@/lib/sse';
import { MINUTE, SECOND } from '@/lib/time';

export const pageKey = (id: string) => ['account', id] as const;

const fullSectionKey = (id: string, name: SectionName) => ['account', id, 'section', name] as const;

const EVENTS: readonly string[] = ['head', 'section', 'done'];

/** One time that somebody has the page open. Once it was shown in full, asking again is no new look of theirs. */
export interface Opening {
  shown: boolean;
}

interface Asked {
  refresh: boolean;
  /** No more of the page than these; without, all of it. */
  only?: readonly SectionName[] | undefined;
}

/** Reads the stream of the page, or of a part of it, and shows each section as soon as it is there. */
async function readStream(
  client: QueryClient,
  id: string,
  { refresh, only }: Asked,
  signal: AbortSignal,
): Promise<Page> {
  const query = queryString({ sections: only?.join(','), refresh: refresh ? 'true' : undefined });
  const response = await send(`/accounts/${encodeURIComponent(id)}/stream${query}`, {
    headers: { Accept: 'text/event-stream' },
    signal,
  });
  let page: Page | undefined;
  if (response.body)
    for await (const { event, data } of readEvents(response.body)) {
      if (!EVENTS.includes(event)) continue;
      const told = { event, data: JSON.parse(data) as unknown } as PageEvent;
      page = withEvent(client.getQueryData<Page>(pageKey(id)), told, Date.now(), only);
      if (page && event === 'done') return page;
      if (page) client.setQueryData(pageKey(id), page);
    }
  throw new ProblemError({ title: 'The answer broke off before it was complete.', status: 0 });
}

async function readPage(
  client: QueryClient,
  id: string,
  opening: Opening,
  signal: AbortSignal,
): Promise<Page> {
  const page = await readStream(client, id, { refresh: opening.shown }, signal);
  opening.shown = true;
  return page;
}

/** Sections of an open page as they are now; what else stands on it stays. Lists that are shown in full follow. */
export async function renewSections(
  client: QueryClient,
  id: string,
  only: readonly SectionName[],
  signal: AbortSignal,
): Promise<void> {
  const page = await readStream(client, id, { refresh: true, only }, signal);
  client.setQueryData(pageKey(id), page);
  for (const name of only) void client.invalidateQueries({ queryKey: fullSectionKey(page.account.id, name) });
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
export const fullSectionQuery = (client: QueryClient, id: string, name: string) =>
  queryOptions({
    queryKey: fullSectionKey(id, name),
    queryFn: ({ signal }) => {
      const refresh = client.getQueryData(fullSectionKey(id, name)) === undefined ? undefined : 'true';
      const path = `/accounts/${encodeURIComponent(id)}/sections/${name}${queryString({ refresh })}`;
      return getJson<FullSection>(path, signal);
    },
    staleTime: MINUTE,
  });
