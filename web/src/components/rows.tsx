import type { ReactNode } from 'react';

import { cx } from '@/lib/cx';

import css from './rows.module.css';

interface RowProps {
  icon?: ReactNode;
  title: ReactNode;
  sub?: ReactNode;
  end?: ReactNode;
}

/** One entry of a list: what it is, a line about it, and when or how much on the right. */
export function Row({ icon, title, sub, end }: RowProps) {
  return (
    <li className={cx(css.row, icon !== undefined && css.withIcon)}>
      {icon !== undefined && <span className={css.icon}>{icon}</span>}
      <div>
        <div className={css.title}>{title}</div>
        {sub !== undefined && <div className={css.sub}>{sub}</div>}
      </div>
      <div className={css.end}>{end}</div>
    </li>
  );
}

export function Rows({ children }: { children: ReactNode }) {
  return <ul>{children}</ul>;
}
