import { type KeyboardEvent, type ReactNode, useState } from 'react';

import { stepped } from '@/lib/stepped';

import css from './chart-frame.module.css';

interface ChartFrameProps {
  /** What is read off at the moment, or a legend. */
  legend: ReactNode;
  height: number;
  chart: ReactNode;
  table: ReactNode;
  controls?: ReactNode;
  steps?: Steps;
}

/** What can be stepped through by keyboard, from left to right. */
interface Steps {
  label: string;
  count: number;
  /** Undefined while nothing is pointed at. */
  at: number | undefined;
  words: string;
  onStep: (to: number | undefined) => void;
}

/**
 * A chart and the same numbers as a table, one click apart. The chart itself is silent for ears: the table speaks, and so
 * do its steps where it has any.
 */
export function ChartFrame({ legend, height, chart, table, controls, steps }: ChartFrameProps) {
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
          <Stepped steps={steps}>
            <div style={{ height }} aria-hidden>
              {chart}
            </div>
          </Stepped>
          <div className="visually-hidden">{table}</div>
        </>
      )}
    </div>
  );
}

function Stepped({ steps, children }: { steps: Steps | undefined; children: ReactNode }) {
  if (!steps || steps.count === 0) return children;
  const last = steps.count - 1;
  const step = (event: KeyboardEvent) => {
    const to = stepped(event.key, steps.at ?? last + 1, last);
    if (to === undefined) return;
    event.preventDefault();
    steps.onStep(to);
  };
  return (
    <div
      className={css.stepped}
      role="slider"
      tabIndex={0}
      aria-label={steps.label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={steps.at ?? last}
      aria-valuetext={steps.words}
      onKeyDown={step}
      onBlur={() => steps.onStep(undefined)}
    >
      {children}
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
