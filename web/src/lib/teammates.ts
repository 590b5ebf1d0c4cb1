import { queryOptions } from '@tanstack/react-query';

import type { Teammate } from '@/api/fields';

import { getJson } from './api';
import { MINUTE } from './time';

export const teammatesQuery = queryOptions({
  queryKey: ['teammates'],
  queryFn: async ({ signal }) => (await getJson<{ items: Teammate[] }>('/teammates', signal)).items,
  staleTime: MINUTE,
});
