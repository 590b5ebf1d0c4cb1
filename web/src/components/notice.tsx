import type { ReactNode } from 'react';

import { cx } from '@/lib/cx';

import css from './notice.module.css';

interface NoticeProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  warning?: boolean;
  minHeight?: number;
}

/** Said in place of content: why nothing is here, and what to do about it. */
export function Notice({ icon, title, children, action, warning = false, minHeight }: NoticeProps) {
  return (
    <div className={cx(css.notice, warning && css.warning)} style={minHeight ? { minHeight } : undefined}>
      <span className={css.icon} aria-hidden>
        {icon}
      </span>
      <p className={css.title}>{title}</p>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className={css.actions}>{action}</div>}
    </div>
  );
}
