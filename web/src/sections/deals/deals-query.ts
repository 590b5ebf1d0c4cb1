import { type QueryClient, queryOptions } from '@tanstack/react-query';

import type { AccountDeals } from '@/api/insight';
import { getJson, queryString } from '@/lib/api';
import { MINUTE } from '@/lib/time';

/** What is judged of the deals. Its key begins as that of the section in full does: whoever renews one renews both. */
const keyOf = (account: string) => ['account', account, 'section', 'deals', 'judged'] as const;

/** Asking again by itself is no new look of theirs. */
export const dealsQuery = (client: QueryClient, account: string) =>
  queryOptions({
    queryKey: keyOf(account),
    queryFn: ({ signal }) => {
      const refresh = client.getQueryData(keyOf(account)) === undefined ? undefined : 'true';
      return getJson<AccountDeals>(
        `/accounts/${encodeURIComponent(account)}/deals${queryString({ refresh })}`,
        signal,
      );
    },
    staleTime: MINUTE,
    retry: false,
  });
