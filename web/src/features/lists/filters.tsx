import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';

import type { AccountColumn, AccountRow } from '@/api/service';
import { hasWord, type ListKind, valueOf, withoutWord, withValue, withWord } from '@/lib/search-words';
import { inWords } from '@/lib/text';

import css from './lists.module.css';
import { SearchField } from './search-field';

interface FiltersProps {
  q: string;
  kind: ListKind;
  available: readonly AccountColumn[];
  rows: readonly AccountRow[];
  /** Where the search is at fault. */
  problem: number | undefined;
  onChange: (q: string, atOnce?: boolean) => void;
}

interface Chip {
  word: string;
  title: string;
  needs?: string;
}

/** Each chip is a word of the search; `needs` is the column without which the viewer may not filter by it. */
const CHIPS: readonly Chip[] = [
  { word: 'owner:me', title: 'My accounts' },
  { word: 'has:overdue-invoice', title: 'Overdue invoice', needs: 'mrr' },
  { word: 'has:open-ticket', title: 'Open ticket', needs: 'open_tickets' },
  { word: 'renewal:<90d', title: 'Renews in 90 days', needs: 'renewal_at' },
];

/** What people are filtered by: whose they are, and how they can be reached. */
const OF_PEOPLE: readonly Chip[] = [
  { word: 'owner:me', title: 'At my accounts' },
  { word: 'has:email', title: 'With an email', needs: 'email' },
  { word: 'has:phone', title: 'With a phone', needs: 'phone' },
];

export function Filters({ q, kind, available, rows, problem, onChange }: FiltersProps) {
  const known = new Set(available.map((each) => each.name));
  const chips = { accounts: CHIPS, contacts: OF_PEOPLE, conversations: [] }[kind];
  const toggle = (word: string) =>
    onChange(hasWord(q, word) ? withoutWord(q, word) : withWord(q, word), true);
  return (
    <div className={css.controls} role="search">
      <SearchField q={q} kind={kind} available={available} problem={problem} onChange={onChange} />
      {kind === 'accounts' && known.has('plan') && <PlanFilter q={q} rows={rows} onChange={onChange} />}
      {chips
        .filter(({ needs }) => !needs || known.has(needs))
        .map(({ word, title }) => (
          <button
            key={word}
            type="button"
            className={css.chip}
            aria-pressed={hasWord(q, word)}
            data-testid={`filter-${word.replaceAll(/[^a-z0-9]+/g, '-')}`}
            onClick={() => toggle(word)}
          >
            {title}
          </button>
        ))}
    </div>
  );
}

function PlanFilter({ q, rows, onChange }: Pick<FiltersProps, 'q' | 'rows' | 'onChange'>) {
  const plans = usePlansSeen(rows);
  const chosen = valueOf(q, 'plan');
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <button
          type="button"
          className={css.chip}
          aria-pressed={chosen !== undefined}
          data-testid="filter-plan"
        >
          <span className={css.plan}>
            {chosen === undefined ? 'Plan' : `Plan: ${inWords(chosen)}`}{' '}
            <IconChevronDown size={13} aria-hidden />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChange(withValue(q, 'plan', undefined), true)}>Any plan</Menu.Item>
        {plans.map((plan) => (
          <Menu.Item key={plan} onClick={() => onChange(withValue(q, 'plan', plan), true)}>
            {inWords(plan)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Every plan that the list has shown so far: a filter by one must not take the others out of the menu. */
function usePlansSeen(rows: readonly AccountRow[]): string[] {
  const [seen, setSeen] = useState<string[]>([]);
  const present = rows.map((row) => row.facts?.plan?.text).filter((each) => typeof each === 'string');
  const fresh = [...new Set(present)].filter((plan) => !seen.includes(plan));
  if (fresh.length) setSeen([...seen, ...fresh].sort());
  return seen;
}
