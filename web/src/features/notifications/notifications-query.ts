import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { Notification, NotificationList } from '@/api/written';
import { getJson, sendJson } from '@/lib/api';
import { MINUTE } from '@/lib/time';

/** How many one has not read: asked again each minute that the page is seen. */
export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: async ({ signal }) => (await getJson<{ unread: number }>('/notifications/unread', signal)).unread,
  staleTime: MINUTE / 2,
  refetchInterval: MINUTE,
});

export const notificationsQuery = queryOptions({
  queryKey: ['notifications', 'list'],
  queryFn: ({ signal }) => getJson<NotificationList>('/notifications', signal),
  staleTime: 0,
});

/** Shown as read at once. */
export function useMarkRead() {
  const client = useQueryClient();
  const { queryKey } = notificationsQuery;
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      Promise.all(
        ids.map((id) => sendJson<undefined>('POST', `/notifications/${encodeURIComponent(id)}/read`)),
      ),
    onMutate: (ids) => {
      const read = (one: Notification) => (ids.includes(one.id) ? { ...one, read: true } : one);
      client.setQueryData(queryKey, (list) => list && { ...list, items: list.items.map(read) });
      client.setQueryData(unreadQuery.queryKey, (unread = 0) => Math.max(0, unread - ids.length));
    },
    onSettled: () => client.invalidateQueries({ queryKey: unreadQuery.queryKey }),
    onError: () => client.invalidateQueries({ queryKey }),
  });
}
