import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { components } from '@/api/schema';
import type { AccountPage } from '@/api/service';
import { announce } from '@/lib/announce';
import { getJson, queryString, sendJson } from '@/lib/api';

type Schemas = components['schemas'];
export type LinkedIdentifier = Schemas['LinkedIdentifier'];

const pathOf = (account: string) => `/accounts/${encodeURIComponent(account)}/identifiers`;

export const accountsQuery = (q: string) =>
  queryOptions({
    queryKey: ['link-candidates', q],
    queryFn: ({ signal }) => getJson<AccountPage>(`/accounts${queryString({ q, limit: 8 })}`, signal),
    enabled: q.trim() !== '',
    retry: false,
  });

export const handLinksQuery = (account: string) =>
  queryOptions({
    queryKey: ['hand-links', account],
    queryFn: ({ signal }) => getJson<{ items: LinkedIdentifier[] }>(pathOf(account), signal),
    retry: false,
  });

/** Look-ups, pages and the log may all have changed. */
function useRenewed(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
}

export function useLink(identifier: string) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (account: string) => sendJson<LinkedIdentifier>('POST', pathOf(account), { identifier }),
    onSuccess: async ({ account }) => {
      announce(`${identifier} now finds ${account.name}.`);
      await renew();
    },
  });
}

export function useUnlink() {
  const renew = useRenewed();
  return useMutation({
    mutationFn: ({ id, account }: LinkedIdentifier) =>
      sendJson<undefined>('DELETE', `${pathOf(account.id)}/${encodeURIComponent(id)}`),
    onSuccess: async (_, { value, account }) => {
      announce(`${value} finds ${account.name} no more.`);
      await renew();
    },
  });
}
