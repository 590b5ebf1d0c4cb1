import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';

import { nextSort } from '@/lib/search-words';

import css from './lists.module.css';

interface SortHeadProps {
  name: string;
  title: string;
  sort: string;
  onSort: (sort: string) => void;
  className?: string | undefined;
  firstDescending?: boolean;
}

/** The head of a column by which the list can be sorted. */
export function SortHead({ name, title, sort, onSort, className, firstDescending = false }: SortHeadProps) {
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none';
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <button
        type="button"
        className={css.sort}
        data-testid={`sort-${name}`}
        onClick={() => onSort(nextSort(sort, name, firstDescending))}
      >
        {title}
        {direction === 'ascending' && <IconArrowUp size={13} aria-hidden />}
        {direction === 'descending' && <IconArrowDown size={13} aria-hidden />}
      </button>
    </th>
  );
}

/** The head of a column that has no order. */
export function PlainHead({ title, className }: { title: string; className?: string | undefined }) {
  return (
    <th scope="col" className={className}>
      <div className={css.plainHead}>{title}</div>
    </th>
  );
}
