import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';

import type { Bands } from '@/api/page';
import { cx } from '@/lib/cx';
import type { Page } from '@/lib/page';
import { stepped } from '@/lib/stepped';
import { formatUtcDay } from '@/lib/time';

import { bandOf, points } from './health-words';
import css from './health.module.css';
import { metricsQuery } from './metrics-query';

const DAYS = 90;
const FEWEST = 2;
const WIDTH = 300;
const HEIGHT = 26;

/** The last days with a score, each to be pointed at or stepped to. The row keeps its height before there are any. */
export function HealthDays({ page, bands }: { page: Page; bands: Bands }) {
  const { data } = useQuery({ ...metricsQuery(page.account.id), enabled: page.scores !== undefined });
  const days = data?.find(({ name }) => name === 'health')?.points.slice(-DAYS) ?? [];
  const few = days.length < FEWEST;
  return (
    <div className={css.days}>
      {few ? (
        data && <span className={css.noDays}>No earlier days are known.</span>
      ) : (
        <Days days={days} bands={bands} />
      )}
    </div>
  );
}

type Days = readonly (readonly [day: string, score: number])[];

function Days({ days, bands }: { days: Days; bands: Bands }) {
  const [at, setAt] = useState<number>();
  const last = days.length - 1;
  const chosen = Math.min(at ?? last, last);
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt(Math.max(0, Math.min(last, Math.floor(((event.clientX - left) / width) * days.length))));
  };
  const step = (event: KeyboardEvent) => {
    const to = stepped(event.key, chosen, last);
    if (to === undefined) return;
    event.preventDefault();
    setAt(to);
  };
  const words = wordsOf(days[chosen]);
  return (
    <>
      <div
        role="slider"
        tabIndex={0}
        aria-label="Health day by day"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={chosen}
        aria-valuetext={words}
        onPointerMove={point}
        onPointerLeave={() => setAt(undefined)}
        onKeyDown={step}
        onBlur={() => setAt(undefined)}
      >
        <Bars days={days} chosen={chosen} bands={bands} />
      </div>
      <span className={css.day}>{words}</span>
    </>
  );
}

function Bars({ days, chosen, bands }: { days: Days; chosen: number; bands: Bands }) {
  const slot = WIDTH / days.length;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      {days.map(([day, score], index) => (
        <rect
          key={day}
          className={cx(css[bandOf(score, bands)], index !== chosen && css.notChosen)}
          x={index * slot}
          y={HEIGHT - heightOf(score)}
          width={Math.max(1, slot - Math.min(2, slot / 4))}
          height={heightOf(score)}
        />
      ))}
    </svg>
  );
}

const heightOf = (score: number): number => Math.max(2, (score / 100) * HEIGHT);

const wordsOf = (day: Days[number] | undefined): string =>
  day ? `${formatUtcDay(Date.parse(day[0]))}: ${points(day[1])}` : '';
