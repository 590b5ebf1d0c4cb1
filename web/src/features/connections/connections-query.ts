import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { CheckResult, Connections } from '@/api/service';
import { announce } from '@/lib/announce';
import { getJson, sendJson } from '@/lib/api';

/** Health changes by itself: asked again while the page is open. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => getJson<Connections>('/connections', signal),
  refetchInterval: 10_000,
  staleTime: 5000,
});

function useRenewed(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
}

export interface NewConnection {
  source: string;
  title: string;
  form: Record<string, string>;
}

export function useConnect(onDone: () => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (connection: NewConnection) => sendJson<unknown>('POST', '/connections', connection),
    onSuccess: async (_, { title }) => {
      announce(`${title} is connected.`);
      onDone();
      await renew();
    },
  });
}

export interface ChangedConnection {
  id: string;
  title: string;
  form: Record<string, string>;
}

export function useChange(onDone: () => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: ({ id, form }: ChangedConnection) =>
      sendJson<unknown>('PATCH', `/connections/${encodeURIComponent(id)}`, { form }),
    onSuccess: async (_, { title }) => {
      await renew();
      announce(`${title} is changed.`);
      onDone();
    },
  });
}

export function useCheck() {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (id: string) =>
      sendJson<CheckResult>('POST', `/connections/${encodeURIComponent(id)}/check`, {}),
    onSettled: renew,
  });
}

export function useDisconnect(onDone: () => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (id: string) => sendJson<undefined>('DELETE', `/connections/${encodeURIComponent(id)}`),
    onSuccess: async () => {
      onDone();
      await renew();
    },
  });
}
