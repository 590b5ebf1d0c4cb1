import { infiniteQueryOptions } from '@tanstack/react-query';

import type { ThreadPage } from '@/api/written';
import { getJson, queryString } from '@/lib/api';
import { type Customer, customerPath, timelineKeyOf } from '@/lib/customers';
import { MINUTE } from '@/lib/time';

/** The conversation that a mail belongs to, oldest first, page after page. */
export const threadQuery = (customer: Customer, event: string) =>
  infiniteQueryOptions({
    queryKey: [...timelineKeyOf(customer), 'thread', event],
    queryFn: ({ pageParam, signal }) =>
      getJson<ThreadPage>(
        `${customerPath(customer)}/threads/${encodeURIComponent(event)}${queryString({ cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ newer }) => newer ?? undefined,
    staleTime: MINUTE,
  });
