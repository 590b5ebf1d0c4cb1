import type { KeyboardEvent } from 'react';

import { formatNumber } from '@/lib/numbers';
import { stepped } from '@/lib/stepped';

import css from './tab-list.module.css';

interface TabListProps {
  label: string;
  tabs: readonly { name: string; title: string; count: number }[];
  current: string;
  onTurn: (name: string) => void;
  /** The id of the element that the tabs fill. */
  panel: string;
}

/** Tabs within a card, as WAI-ARIA has them: one stop, and arrows turn from one to the next. */
export function TabList({ label, tabs, current, onTurn, panel }: TabListProps) {
  const at = tabs.findIndex(({ name }) => name === current);
  const step = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = stepped(event.key, at, tabs.length - 1);
    const tab = to === undefined ? undefined : tabs[to];
    if (to === undefined || !tab) return;
    event.preventDefault();
    onTurn(tab.name);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };
  return (
    <div className={css.tabs} role="tablist" tabIndex={-1} aria-label={label} onKeyDown={step}>
      {tabs.map(({ name, title, count }) => (
        <button
          key={name}
          type="button"
          className={css.tab}
          role="tab"
          aria-selected={name === current}
          aria-controls={panel}
          tabIndex={name === current ? 0 : -1}
          onClick={() => onTurn(name)}
        >
          {title} <span className={css.count}>{formatNumber(count)}</span>
        </button>
      ))}
    </div>
  );
}
