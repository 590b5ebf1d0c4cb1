import { queryOptions } from '@tanstack/react-query';

import type { SyncStatus } from '@/api/sync';

import { getJson, isStatus } from './api';
import { SECOND } from './time';

/** How far each source has been pulled. Null where nothing is pulled at all. */
export const syncQuery = queryOptions({
  queryKey: ['sync'],
  queryFn: async ({ signal }) => {
    try {
      return await getJson<SyncStatus>('/sync', signal);
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw error;
    }
  },
  refetchInterval: ({ state }) => (state.data ? 10 * SECOND : false),
});
