import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';

import type { Connections } from '@/api/service';
import type { DeliveryPage, Standing, SyncConnection } from '@/api/sync';
import { announce } from '@/lib/announce';
import { getJson, queryString, sendJson } from '@/lib/api';
import { syncQuery } from '@/lib/sync';
import { SECOND } from '@/lib/time';

const AGAIN = 10 * SECOND;

export const deliveriesQuery = (state: Standing | undefined) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', state],
    queryFn: ({ pageParam, signal }) =>
      getJson<DeliveryPage>(`/webhooks${queryString({ state, cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: AGAIN,
  });

const titlesQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => getJson<Connections>('/connections', signal),
  staleTime: AGAIN,
});

export interface Named {
  title: string;
  source: string;
}

/** Whose deliveries they are; a connection that is gone has none any more. */
export function useNamed(): (connection: string) => Named {
  const { data } = useQuery(titlesQuery);
  return (connection) => data?.items.find(({ id }) => id === connection) ?? { title: '', source: '' };
}

export function useReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => sendJson<unknown>('POST', `/webhooks/${encodeURIComponent(id)}/replay`),
    onSuccess: () => announce('The delivery is tried again.'),
    onSettled: () => client.invalidateQueries({ queryKey: ['webhooks'] }),
  });
}

export function useRunNow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ connection_id }: SyncConnection) =>
      sendJson<unknown>('POST', `/sync/${encodeURIComponent(connection_id)}/run`),
    onSuccess: (_, { title }) => announce(`${title} is being pulled now.`),
    onSettled: () => client.invalidateQueries({ queryKey: syncQuery.queryKey }),
  });
}

export function useSendAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => sendJson<unknown>('POST', `/outbox/${encodeURIComponent(id)}/retry`),
    onSuccess: () => announce('It is sent again.'),
    onSettled: () => client.invalidateQueries({ queryKey: syncQuery.queryKey }),
  });
}

export function useReplayJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => sendJson<unknown>('POST', `/jobs/${id}/replay`),
    onSuccess: () => announce('The job is tried again.'),
    onSettled: () => client.invalidateQueries({ queryKey: syncQuery.queryKey }),
  });
}
