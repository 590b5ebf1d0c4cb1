import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { ContactPage } from '@/api/contacts';
import type { SearchHit, SearchResult } from '@/api/search';
import type { AccountPage } from '@/api/service';
import { getJson, ProblemError, queryString } from '@/lib/api';

const PAGE = 50;
const FOUND = 20;

const isAboutColumns = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.field === 'columns';

interface AccountsAsked {
  q: string;
  sort: string;
  columns: string;
}

/** Columns that were chosen once and may not be read any more are forgotten: the list shows its usual ones. */
async function accountPage(asked: AccountsAsked, cursor: string, signal: AbortSignal): Promise<AccountPage> {
  const { columns, ...rest } = asked;
  const path = { ...rest, limit: PAGE, cursor };
  try {
    return await getJson<AccountPage>(`/accounts${queryString({ ...path, columns })}`, signal);
  } catch (error) {
    if (!columns || !isAboutColumns(error)) throw error;
    return getJson<AccountPage>(`/accounts${queryString(path)}`, signal);
  }
}

/** The list in pages of 50; what was shown stays until the next answer is there. */
export const accountListQuery = (asked: AccountsAsked) =>
  infiniteQueryOptions({
    queryKey: ['accounts', asked],
    queryFn: ({ pageParam, signal }) => accountPage(asked, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const contactListQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['contacts', { q }],
    queryFn: ({ pageParam, signal }) =>
      getJson<ContactPage>(`/contacts${queryString({ q, limit: PAGE, cursor: pageParam })}`, signal),
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
