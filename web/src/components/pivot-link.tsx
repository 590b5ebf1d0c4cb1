import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { wordFor } from '@/lib/search-words';

import css from './pivot-link.module.css';

interface PivotLinkProps {
  /** How the list is searched by it: "plan", "tag", "field.region". */
  operator: string;
  value: string;
  children: ReactNode;
}

/** A value that leads to all customers that have it, too. It looks like a value until somebody comes near. */
export function PivotLink({ operator, value, children }: PivotLinkProps) {
  return (
    <Link
      className={css.pivot}
      to="/accounts"
      search={{ q: wordFor(operator, value) }}
      title="Customers with the same value"
      data-testid={`pivot-${operator}`}
    >
      {children}
    </Link>
  );
}
