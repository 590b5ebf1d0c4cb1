import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

/** What the address of a list says. `columns` are apart by commas, `view` is the saved view that it began with. */
export interface ListSearch {
  q?: string;
  sort?: string;
  columns?: string;
  view?: string;
}

export type ListHome = 'accounts' | 'contacts';

/** Without what says nothing. */
export const cleaned = ({ q, sort, columns, view }: ListSearch): ListSearch => ({
  ...(q && { q }),
  ...(sort && { sort }),
  ...(columns && { columns }),
  ...(view && { view }),
});

export interface ListState {
  search: ListSearch;
  /** The text in the field, which runs ahead of the address by a short pause. */
  typed: string;
  type: (next: string, atOnce?: boolean) => void;
  /** Changes the address in place. */
  change: (next: ListSearch) => void;
}

export function useListState(home: ListHome): ListState {
  const search: ListSearch = useSearch({ strict: false });
  const q = search.q ?? '';
  const [typed, setTyped] = useState(q);
  const [sent, setSent] = useState(q);
  const [seen, setSeen] = useState(q);
  const navigate = useNavigate();
  if (q !== seen) {
    // The address changed. If not by our own doing (back, a link), the field follows it.
    setSeen(q);
    if (q !== sent) setTyped(q);
  }
  const change = (next: ListSearch) => {
    setSent(next.q ?? '');
    void navigate({ to: `/${home}`, search: cleaned(next), replace: true });
  };
  const go = (next: string) => change({ ...search, q: next.trim() });
  const goSoon = useDebouncedCallback(go, 180);
  const type = (next: string, atOnce = false) => {
    setTyped(next);
    if (atOnce) go(next);
    else goSoon(next);
  };
  return { search, typed, type, change };
}
