import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';

import type { Customer } from '@/lib/customers';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/numbers';

import { allOf, countOf, FILTERS, toggled } from './kinds';
import { PersonChoice } from './person-choice';
import { RangeChoice } from './range-choice';
import css from './timeline.module.css';
import { type Counts, countsQuery, type Wanted } from './timeline-query';

interface FiltersProps {
  customer: Customer;
  wanted: Wanted;
  onWant: (wanted: Wanted) => void;
}

/** What to show: kinds with how many there are, words, people, and when. */
export function Filters({ customer, wanted, onWant }: FiltersProps) {
  const { data: counts } = useQuery(countsQuery(customer, wanted));
  return (
    <div className={css.filters} role="search" aria-label="Timeline">
      <Words key={wanted.q} q={wanted.q} onSearch={(q) => onWant({ ...wanted, q, at: undefined })} />
      <Kinds counts={counts} wanted={wanted} onWant={onWant} />
      <div className={css.choices}>
        <RangeChoice wanted={wanted} onWant={onWant} />
        <PersonChoice customer={customer} wanted={wanted} onWant={onWant} />
        <label className={css.choice}>
          <span>Go to</span>
          <input
            type="date"
            value={wanted.at ?? ''}
            onChange={({ target }) => onWant({ ...wanted, at: target.value || undefined, grouped: false })}
          />
        </label>
        <Chip
          pressed={wanted.grouped}
          onPress={() => onWant({ ...wanted, grouped: !wanted.grouped, at: undefined })}
        >
          By type
        </Chip>
        <Chip pressed={wanted.routine} onPress={() => onWant({ ...wanted, routine: !wanted.routine })}>
          Routine updates{counts ? ` ${formatNumber(counts.routine)}` : ''}
        </Chip>
      </div>
    </div>
  );
}

interface KindsProps {
  counts: Counts | undefined;
  wanted: Wanted;
  onWant: (wanted: Wanted) => void;
}

/** Kinds of which there are none are left out, but for those that are chosen. */
function Kinds({ counts, wanted, onWant }: KindsProps) {
  const { types } = wanted;
  const more = counts?.exact === false ? '+' : '';
  const shown = FILTERS.filter(
    (each) =>
      !counts || countOf(counts.counts, each.types) > 0 || each.types.some((one) => types.includes(one)),
  );
  return (
    <div className={css.kinds} role="group" aria-label="Kinds of events" data-testid="kinds">
      <Chip pressed={types.length === 0} onPress={() => onWant({ ...wanted, types: [] })}>
        All{counts ? ` ${formatNumber(allOf(counts.counts))}${more}` : ''}
      </Chip>
      {shown.map((each) => (
        <Chip
          key={each.name}
          pressed={each.types.every((one) => types.includes(one))}
          onPress={() => onWant({ ...wanted, types: toggled(types, each) })}
        >
          {each.title}
          {counts ? ` ${formatNumber(countOf(counts.counts, each.types))}${more}` : ''}
        </Chip>
      ))}
    </div>
  );
}

interface ChipProps {
  pressed: boolean;
  onPress: () => void;
  children: ReactNode;
}

function Chip({ pressed, onPress, children }: ChipProps) {
  return (
    <button
      type="button"
      className={cx(css.chip, pressed && css.pressed)}
      aria-pressed={pressed}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

const PAUSE = 350;

/** Looked for when whoever types pauses, or at once with Enter. */
function Words({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (typed === q) return undefined;
    const timer = window.setTimeout(() => onSearch(typed), PAUSE);
    return () => window.clearTimeout(timer);
  });
  return (
    <form
      className={css.words}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed);
      }}
    >
      <IconSearch size={15} aria-hidden />
      <input
        type="search"
        value={typed}
        aria-label="Search the timeline"
        placeholder="Search what was written and said"
        onChange={({ target }) => setTyped(target.value)}
      />
    </form>
  );
}
