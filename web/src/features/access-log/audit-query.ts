import { infiniteQueryOptions } from '@tanstack/react-query';

import type { AuditPage } from '@/api/service';
import { getJson, queryString } from '@/lib/api';

export interface AuditFilter {
  account?: string;
  user?: string;
}

export const auditQuery = ({ account, user }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', { account, user }],
    queryFn: ({ pageParam, signal }) =>
      getJson<AuditPage>(`/audit${queryString({ account, user, cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: 10_000,
  });
