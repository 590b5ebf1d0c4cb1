import type { SavedView, SavedViewText } from '@/api/views';

import { cleaned, type ListSearch } from './use-list-state';

const NAME = 'name';

/** The address that shows what the view holds. */
export const searchOf = (view: SavedView): ListSearch =>
  cleaned({
    q: view.query,
    sort: view.sort === NAME ? '' : view.sort,
    columns: view.columns?.join(',') ?? '',
    view: view.id,
  });

/** What is to be kept of the list as it is; columns only where they were chosen. */
export const textOf = (search: ListSearch, columns: readonly string[] | null): SavedViewText => ({
  query: search.q ?? '',
  sort: search.sort ?? NAME,
  columns: columns && [...columns],
});

/** Whether the list is no longer what the view holds. */
export function isChanged(view: SavedView, search: ListSearch): boolean {
  const kept = searchOf(view);
  return (['q', 'sort', 'columns'] as const).some((part) => (kept[part] ?? '') !== (search[part] ?? ''));
}

export interface ViewGroup {
  title: string;
  views: SavedView[];
}

/** Built in, one's own, and those of teams, in this order; groups without views are absent. */
export function grouped(views: readonly SavedView[]): ViewGroup[] {
  const groups = [
    { title: 'Views', views: views.filter((each) => each.built_in) },
    { title: 'Mine', views: views.filter((each) => each.mine) },
    { title: 'My teams’', views: views.filter((each) => !each.mine && !each.built_in) },
  ];
  return groups.filter((group) => group.views.length > 0);
}
