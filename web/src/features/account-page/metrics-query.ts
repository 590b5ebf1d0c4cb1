import { queryOptions } from '@tanstack/react-query';

import type { MetricSeries } from '@/api/since';
import { getJson } from '@/lib/api';
import { MINUTE } from '@/lib/time';

/** How the numbers of an account moved, day by day; each only for whoever may read it. */
export const metricsQuery = (account: string) =>
  queryOptions({
    queryKey: ['account', account, 'metrics'],
    queryFn: async ({ signal }) =>
      (await getJson<{ metrics: MetricSeries[] }>(`/accounts/${encodeURIComponent(account)}/metrics`, signal))
        .metrics,
    staleTime: 30 * MINUTE,
    refetchOnWindowFocus: false,
    retry: false,
  });
