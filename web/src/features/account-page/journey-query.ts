import { queryOptions } from '@tanstack/react-query';

import type { Journey } from '@/api/insight';
import { getJson } from '@/lib/api';
import { MINUTE } from '@/lib/time';

/** The way of a customer, as far as this viewer may be told of it. */
export const journeyQuery = (account: string) =>
  queryOptions({
    queryKey: ['account', account, 'journey'],
    queryFn: ({ signal }) => getJson<Journey>(`/accounts/${encodeURIComponent(account)}/journey`, signal),
    staleTime: 30 * MINUTE,
    refetchOnWindowFocus: false,
    retry: false,
  });
