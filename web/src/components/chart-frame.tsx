import { type ReactNode, useState } from 'react';

import css from './chart-frame.module.css';

interface ChartFrameProps {
  /** What is read off at the moment, or a legend. */
  legend: ReactNode;
  height: number;
  chart: ReactNode;
  table: ReactNode;
  controls?: ReactNode;
}

/** A chart and the same numbers as a table, one click apart. The chart itself is silent for ears: the table speaks. */
export function ChartFrame({ legend, height, chart, table, controls }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <div>
      <div className={css.bar}>
        {legend}
        <span className={css.controls}>
          {controls}
          <ToggleButton pressed={asTable} onToggle={() => setAsTable(!asTable)}>
            Table
          </ToggleButton>
        </span>
      </div>
      {asTable ? (
        <div
          className={css.table}
          style={{ height }}
          tabIndex={0}
          role="region"
          aria-label="Numbers of the chart"
        >
          {table}
        </div>
      ) : (
        <>
          <div style={{ height }} aria-hidden>
            {chart}
          </div>
          <div className="visually-hidden">{table}</div>
        </>
      )}
    </div>
  );
}

interface ToggleButtonProps {
  pressed: boolean;
  onToggle: () => void;
  children: ReactNode;
}

export function ToggleButton({ pressed, onToggle, children }: ToggleButtonProps) {
  return (
    <button type="button" className={css.toggle} aria-pressed={pressed} onClick={onToggle}>
      {children}
    </button>
  );
}
