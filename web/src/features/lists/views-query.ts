import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { SavedView, SavedViewText, ViewedList } from '@/api/views';
import { announce } from '@/lib/announce';
import { getJson, queryString, sendJson } from '@/lib/api';
import { MINUTE } from '@/lib/time';

export const viewsQuery = (of: ViewedList) =>
  queryOptions({
    queryKey: ['views', of],
    queryFn: async ({ signal }) =>
      (await getJson<{ items: SavedView[] }>(`/views${queryString({ of })}`, signal)).items,
    staleTime: MINUTE,
  });

interface Kept {
  /** Nothing: a new view. */
  id?: string;
  text: SavedViewText;
}

export function useKeepView(onKept: (view: SavedView) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, text }: Kept) =>
      id === undefined
        ? sendJson<SavedView>('POST', '/views', text)
        : sendJson<SavedView>('PATCH', `/views/${encodeURIComponent(id)}`, text),
    onSuccess: async (view) => {
      await client.invalidateQueries({ queryKey: ['views'] });
      announce(`The view ${view.name} is saved`);
      onKept(view);
    },
  });
}

export function useRemoveView(onRemoved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (view: SavedView) => sendJson('DELETE', `/views/${encodeURIComponent(view.id)}`),
    onSuccess: async (_, view) => {
      await client.invalidateQueries({ queryKey: ['views'] });
      announce(`The view ${view.name} is deleted`);
      onRemoved();
    },
  });
}
