import { type QueryClient, queryOptions } from '@tanstack/react-query';

export interface RecentAccount {
  id: string;
  name: string;
}

const KEPT = 6;

/** The accounts opened since sign-in, newest first: kept in memory only, so that the next user finds none. */
export const recentQuery = queryOptions<RecentAccount[]>({
  queryKey: ['recent'],
  queryFn: () => [],
  staleTime: Infinity,
  gcTime: Infinity,
});

export function rememberAccount(client: QueryClient, account: RecentAccount): void {
  client.setQueryData(recentQuery.queryKey, (before = []) =>
    [account, ...before.filter((each) => each.id !== account.id)].slice(0, KEPT),
  );
}
