import { useElementSize } from '@mantine/hooks';

import { cx } from '@/lib/cx';
import { niceCeiling } from '@/lib/numbers';

import css from './bars.module.css';

export interface Bar {
  key: string;
  label: string;
  value: number;
  strong?: boolean;
}

interface BarsProps {
  bars: readonly Bar[];
  height: number;
  formatAxis: (value: number) => string;
  /** The bar that is read off. */
  pointed?: string | undefined;
  onPoint: (key: string | undefined) => void;
  /** A level drawn across all bars. */
  mark?: number;
}

const LEFT = 48;
const BOTTOM = 18;
const TOP = 8;

/** Vertical bars with a small axis. The values are said by whoever holds the chart, in its legend and table. */
export function Bars({ bars, height, formatAxis, pointed, onPoint, mark }: BarsProps) {
  const { ref, width } = useElementSize();
  const top = niceCeiling(Math.max(mark ?? 0, ...bars.map((each) => each.value)));
  const plot = Math.max(0, width - LEFT);
  const slot = bars.length ? plot / bars.length : 0;
  const y = (value: number): number => TOP + (height - TOP - BOTTOM) * (1 - value / top);
  return (
    <div ref={ref} style={{ height }} onPointerLeave={() => onPoint(undefined)}>
      {width > 0 && (
        <svg className={css.bars} viewBox={`0 0 ${width} ${height}`}>
          {[0, 0.5, 1].map((share) => (
            <g key={share}>
              <line className={css.grid} x1={LEFT} x2={width} y1={y(top * share)} y2={y(top * share)} />
              <text className={css.label} x={LEFT - 8} y={y(top * share) + 4} textAnchor="end">
                {formatAxis(top * share)}
              </text>
            </g>
          ))}
          {bars.map((bar, index) => (
            <Column
              key={bar.key}
              bar={bar}
              x={LEFT + index * slot}
              slot={slot}
              y={y(Math.max(0, bar.value))}
              height={height}
              isPointed={bar.key === pointed}
              showLabel={slot > 26 || index % 2 === bars.length % 2}
              onPoint={onPoint}
            />
          ))}
          {mark !== undefined && (
            <line className={css.mark} x1={LEFT} x2={width} y1={y(mark)} y2={y(mark)} pointerEvents="none" />
          )}
        </svg>
      )}
    </div>
  );
}

interface ColumnProps {
  bar: Bar;
  x: number;
  y: number;
  slot: number;
  height: number;
  isPointed: boolean;
  showLabel: boolean;
  onPoint: (key: string | undefined) => void;
}

function Column({ bar, x, y, slot, height, isPointed, showLabel, onPoint }: ColumnProps) {
  const gap = Math.min(8, slot * 0.2);
  const base = height - BOTTOM;
  return (
    <g className={css.column} onPointerEnter={() => onPoint(bar.key)}>
      <rect
        className={cx(css.slot, isPointed && css.pointed)}
        x={x}
        y={TOP}
        width={slot}
        height={base - TOP}
      />
      <rect
        className={cx(css.bar, bar.strong && css.strong)}
        x={x + gap / 2}
        y={y}
        width={Math.max(1, slot - gap)}
        height={Math.max(bar.value > 0 ? 2 : 0, base - y)}
        rx={3}
      />
      {showLabel && (
        <text className={css.label} x={x + slot / 2} y={height - 4} textAnchor="middle">
          {bar.label}
        </text>
      )}
    </g>
  );
}
