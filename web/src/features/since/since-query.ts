import { queryOptions } from '@tanstack/react-query';

import type { AccountThen, Since } from '@/api/since';
import { getJson, queryString, sendJson } from '@/lib/api';
import { type Customer, customerPath } from '@/lib/customers';
import { MINUTE } from '@/lib/time';

/** What has changed since the last look of whoever looks. Asked for once each time that a page is opened. */
export const sinceQuery = (customer: Customer) =>
  queryOptions({
    queryKey: ['since', customer.of, customer.id],
    queryFn: ({ signal }) => getJson<Since>(`${customerPath(customer)}/since`, signal),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });

export const markSeen = (customer: Customer, until: string): Promise<undefined> =>
  sendJson('POST', `${customerPath(customer)}/since`, { until });

export const asOfQuery = (account: string, day: string) =>
  queryOptions({
    queryKey: ['account', account, 'as-of', day],
    queryFn: ({ signal }) =>
      getJson<AccountThen>(
        `/accounts/${encodeURIComponent(account)}/as-of${queryString({ at: day })}`,
        signal,
      ),
    staleTime: 5 * MINUTE,
  });
