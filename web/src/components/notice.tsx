import type { ReactNode } from 'react';

import { cx } from '@/lib/cx';

import css from './notice.module.css';

interface NoticeProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  warning?: boolean;
  /** It stands in place of a whole page: its title is the page's heading. */
  page?: boolean;
  minHeight?: number;
}

/** Said in place of content: why nothing is here, and what to do about it. */
export function Notice({
  icon,
  title,
  children,
  action,
  warning = false,
  page = false,
  minHeight,
}: NoticeProps) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className={cx(css.notice, warning && css.warning)} style={minHeight ? { minHeight } : undefined}>
      <span className={css.icon} aria-hidden>
        {icon}
      </span>
      <Title className={css.title}>{title}</Title>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className={css.actions}>{action}</div>}
    </div>
  );
}
