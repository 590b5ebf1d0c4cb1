import { cx } from '@/lib/cx';

import css from './sparkline.module.css';

interface SparklineProps {
  values: readonly number[];
  /** What it shows, in words: it is an image for ears. */
  label: string;
  width?: number;
  height?: number;
}

/** Small bars without an axis; the last one is now. */
export function Sparkline({ values, label, width = 84, height = 18 }: SparklineProps) {
  const top = Math.max(1, ...values);
  const slot = width / Math.max(1, values.length);
  return (
    <svg className={css.spark} width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      {values.map((value, index) => {
        const tall = Math.max(value > 0 ? 2 : 1, (value / top) * height);
        return (
          <rect
            key={index}
            className={cx(css.bar, index === values.length - 1 && css.last)}
            x={index * slot}
            y={height - tall}
            width={Math.max(1, slot - 1.5)}
            height={tall}
            rx={1}
            opacity={value > 0 ? 1 : 0.4}
          />
        );
      })}
    </svg>
  );
}
