import { cx } from '@/lib/cx';

import css from './meter.module.css';

interface MeterProps {
  /** 0 to 1; more is drawn as full. */
  share: number;
  tone?: 'blue' | 'green' | 'yellow' | 'orange' | 'red';
}

/** A horizontal bar. What it measures is written beside it. */
export function Meter({ share, tone = 'blue' }: MeterProps) {
  const percent = Math.max(0, Math.min(1, share)) * 100;
  return (
    <div className={css.track} aria-hidden>
      <div className={cx(css.fill, css[tone])} style={{ width: `${percent}%` }} />
    </div>
  );
}
