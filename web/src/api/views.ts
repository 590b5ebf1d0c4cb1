/** What can be kept under a name. */
export type ViewedList = 'accounts' | 'contacts';

/** Mirrors rotunda.view.saved.service: lists that somebody named. */
export interface SavedView {
  id: string;
  name: string;
  query: string;
  sort: string;
  /** Without them: as the list shows them. */
  columns?: string[] | null;
  team?: string | null;
  mine?: boolean;
  built_in?: boolean;
  of?: ViewedList;
}

export interface SavedViewText {
  name?: string;
  query?: string;
  sort?: string;
  columns?: string[] | null;
  team?: string | null;
  of?: ViewedList;
}
