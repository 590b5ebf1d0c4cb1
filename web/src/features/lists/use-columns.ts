import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';

import type { ListKind } from '@/lib/search-words';
import { meQuery } from '@/lib/session';

interface ColumnChoice {
  /** Apart by commas, in their order; empty: as the list shows them. */
  columns: string;
  setColumns: (columns: string) => void;
  ages: boolean;
  setAges: (ages: boolean) => void;
}

/** What this browser remembers of how one viewer likes a list. */
export function useColumnChoice(kind: ListKind): ColumnChoice {
  const { data: me } = useQuery(meQuery);
  const whose = me?.user.id ?? 'nobody';
  const [columns, setColumns] = useLocalStorage({
    key: kind === 'accounts' ? `rotunda-columns/${whose}` : `rotunda-columns/${kind}/${whose}`,
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const [ages, setAges] = useLocalStorage({
    key: `rotunda-ages/${whose}`,
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return { columns, setColumns, ages, setAges };
}
