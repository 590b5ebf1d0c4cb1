import { queryOptions } from '@tanstack/react-query';

import type { components } from '@/api/schema';
import { getJson } from '@/lib/api';

type Schemas = components['schemas'];
export type RollUp = Schemas['RollUp'];
export type Figure = Schemas['Figure'];
export type Amount = Schemas['Amount'];

export const rollUpQuery = (account: string) =>
  queryOptions({
    queryKey: ['roll-up', account],
    queryFn: ({ signal }) => getJson<RollUp>(`/accounts/${encodeURIComponent(account)}/roll-up`, signal),
    staleTime: 30_000,
    retry: false,
  });
