import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { ContactPage } from '@/api/contacts';
import type { SearchHit, SearchResult } from '@/api/search';
import type { AccountPage } from '@/api/service';
import { getJson, ProblemError, queryString } from '@/lib/api';

const PAGE = 50;
const FOUND = 20;

const FORGOTTEN: readonly unknown[] = ['columns', 'sort'];

/** What of the wishes does not hold here. */
const atFault = (error: unknown): string | undefined =>
  error instanceof ProblemError && FORGOTTEN.includes(error.problem.field) ? error.problem.field : undefined;

interface Asked {
  q: string;
  sort: string;
  columns: string;
}

/** Columns and an order that may not be read any more, or are another list's, are forgotten: it shows its usual ones. */
async function pageOf<Page>(list: string, asked: Asked, cursor: string, signal: AbortSignal): Promise<Page> {
  try {
    return await getJson<Page>(`/${list}${queryString({ ...asked, limit: PAGE, cursor })}`, signal);
  } catch (error) {
    const fault = atFault(error);
    if ((fault !== 'columns' && fault !== 'sort') || !asked[fault]) throw error;
    return pageOf<Page>(list, { ...asked, [fault]: '' }, cursor, signal);
  }
}

/** The list in pages of 50; what was shown stays until the next answer is there. */
export const accountListQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['accounts', asked],
    queryFn: ({ pageParam, signal }) => pageOf<AccountPage>('accounts', asked, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const contactListQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['contacts', asked],
    queryFn: ({ pageParam, signal }) => pageOf<ContactPage>('contacts', asked, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Conversations by their number, today's or an old one. */
export const conversationsQuery = (q: string) =>
  queryOptions({
    queryKey: ['conversations-found', q],
    queryFn: async ({ signal }): Promise<SearchHit[]> => {
      const { groups } = await getJson<SearchResult>(`/search${queryString({ q, limit: FOUND })}`, signal);
      return groups.find(({ kind }) => kind === 'conversations')?.items ?? [];
    },
    placeholderData: keepPreviousData,
  });
