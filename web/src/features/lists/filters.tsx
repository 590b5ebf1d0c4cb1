import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import type { AccountColumn, AccountRow } from '@/api/service';
import { inWords } from '@/lib/text';

import css from './account-list.module.css';
import { hasWord, valueOf, withoutWord, withValue, withWord } from './search-words';

interface FiltersProps {
  q: string;
  columns: readonly AccountColumn[];
  rows: readonly AccountRow[];
  onChange: (q: string, atOnce?: boolean) => void;
}

/** Each chip is a word of the search; `needs` is the column without which the viewer may not filter by it. */
const CHIPS: readonly { word: string; title: string; needs?: string }[] = [
  { word: 'owner:me', title: 'My accounts' },
  { word: 'has:overdue-invoice', title: 'Overdue invoice', needs: 'mrr' },
  { word: 'has:open-ticket', title: 'Open ticket', needs: 'open_tickets' },
  { word: 'renewal:<90d', title: 'Renews in 90 days', needs: 'renewal_at' },
];

export function Filters({ q, columns, rows, onChange }: FiltersProps) {
  const shown = new Set(columns.map((each) => each.name));
  const toggle = (word: string) =>
    onChange(hasWord(q, word) ? withoutWord(q, word) : withWord(q, word), true);
  return (
    <div className={css.controls} role="search">
      <TextInput
        className={css.search}
        aria-label="Search accounts"
        placeholder="Name, domain, city, or plan:pro mrr:>1000 renewal:<90d"
        value={q}
        data-testid="account-search"
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={q ? <ClearButton onClear={() => onChange('', true)} /> : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {shown.has('plan') && <PlanFilter q={q} rows={rows} onChange={onChange} />}
      {CHIPS.filter(({ needs }) => !needs || shown.has(needs)).map(({ word, title }) => (
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

function ClearButton({ onClear }: { onClear: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Clear the search" onClick={onClear}>
      <IconX size={14} aria-hidden />
    </ActionIcon>
  );
}

function PlanFilter({ q, rows, onChange }: Omit<FiltersProps, 'columns'>) {
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
