import { useState } from 'react';

import { useNow } from '@/lib/clock';
import { DAY } from '@/lib/time';

import css from './timeline.module.css';
import type { Wanted } from './timeline-query';

const DAYS: readonly [days: number, title: string][] = [
  [30, 'Last 30 days'],
  [90, 'Last 90 days'],
  [365, 'Last year'],
];
const ANY = 'any';
const OWN = 'own';

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

interface RangeChoiceProps {
  wanted: Wanted;
  onWant: (wanted: Wanted) => void;
}

/** When it happened: the last so many days, or from one day to another. */
export function RangeChoice({ wanted, onWant }: RangeChoiceProps) {
  const now = useNow(DAY);
  const { from, to } = wanted;
  const [isOwn, setOwn] = useState(false);
  const preset = DAYS.find(([days]) => to === undefined && from === dayOf(now - days * DAY))?.[0];
  const chosen = isOwn ? OWN : from === undefined && to === undefined ? ANY : (preset ?? OWN);
  const choose = (value: string) => {
    setOwn(value === OWN);
    if (value === OWN) return;
    const first = value === ANY ? undefined : dayOf(now - Number(value) * DAY);
    onWant({ ...wanted, from: first, to: undefined, at: undefined });
  };
  return (
    <>
      <label className={css.choice}>
        <span className="visually-hidden">When</span>
        <select value={chosen} onChange={({ target }) => choose(target.value)}>
          <option value={ANY}>Any time</option>
          {DAYS.map(([days, title]) => (
            <option key={days} value={days}>
              {title}
            </option>
          ))}
          <option value={OWN}>From … to …</option>
        </select>
      </label>
      {chosen === OWN && (
        <>
          <DayInput
            title="From"
            day={from}
            onDay={(day) => onWant({ ...wanted, from: day, at: undefined })}
          />
          <DayInput title="To" day={to} onDay={(day) => onWant({ ...wanted, to: day, at: undefined })} />
        </>
      )}
    </>
  );
}

interface DayInputProps {
  title: string;
  day: string | undefined;
  onDay: (day: string | undefined) => void;
}

function DayInput({ title, day, onDay }: DayInputProps) {
  return (
    <label className={css.choice}>
      <span>{title}</span>
      <input type="date" value={day ?? ''} onChange={({ target }) => onDay(target.value || undefined)} />
    </label>
  );
}
