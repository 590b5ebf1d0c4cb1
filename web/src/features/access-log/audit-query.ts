import { infiniteQueryOptions } from '@tanstack/react-query';

import type { AuditPage } from '@/api/service';
import { getJson, queryString } from '@/lib/api';

export interface AuditFilter {
  account?: string;
  contact?: string;
  user?: string;
  /** With what open pages asked again by themselves. */
  refreshes?: boolean;
}

export const auditQuery = ({ account, contact, user, refreshes = false }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', { account, contact, user, refreshes }],
    queryFn: ({ pageParam, signal }) =>
      getJson<AuditPage>(
        `/audit${queryString({ account, contact, user, refreshes: refreshes.toString(), cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: 10_000,
  });
