import type { ReactNode } from 'react';

import css from './unit.module.css';

/** What a large value counts, written small beside it. */
export function Unit({ children }: { children: ReactNode }) {
  return <span className={css.unit}>{children}</span>;
}
