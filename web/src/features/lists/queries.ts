import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';

import type { AccountPage } from '@/api/service';
import { getJson, queryString } from '@/lib/api';

const PAGE = 50;

/** The list in pages of 50; what was shown stays until the next answer is there. */
export const accountListQuery = (q: string, sort: string) =>
  infiniteQueryOptions({
    queryKey: ['accounts', { q, sort }],
    queryFn: ({ pageParam, signal }) =>
      getJson<AccountPage>(`/accounts${queryString({ q, sort, limit: PAGE, cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
