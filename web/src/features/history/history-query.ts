import { infiniteQueryOptions } from '@tanstack/react-query';

import type { HistoryPage } from '@/api/fields';
import { getJson, queryString } from '@/lib/api';
import { type Customer, customerPath, historyKeyOf } from '@/lib/customers';

const ON_A_PAGE = 20;

export const historyQuery = (customer: Customer) =>
  infiniteQueryOptions({
    queryKey: historyKeyOf(customer),
    queryFn: ({ pageParam, signal }) =>
      getJson<HistoryPage>(
        `${customerPath(customer)}/history${queryString({ limit: ON_A_PAGE, cursor: pageParam || undefined })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
