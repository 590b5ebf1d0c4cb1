import type { ReactNode } from 'react';

import { cx } from '@/lib/cx';

import css from './badge.module.css';

export type BadgeTone = 'red' | 'orange' | 'yellow' | 'green' | 'blue' | 'grey' | 'plain';

export function Badge({ tone = 'grey', children }: { tone?: BadgeTone; children: ReactNode }) {
  return <span className={cx(css.badge, css[tone])}>{children}</span>;
}
