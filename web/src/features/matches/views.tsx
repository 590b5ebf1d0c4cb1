import { Link } from '@tanstack/react-router';

import { cx } from '@/lib/cx';

import css from './matches.module.css';

const VIEWS = [
  { name: 'open', title: 'To decide', search: {} },
  { name: 'decided', title: 'Decided', search: { show: 'decided' } },
] as const;

/** What waits for a decision, and what has one. */
export function Views({ current }: { current: (typeof VIEWS)[number]['name'] }) {
  return (
    <nav className={css.tabs} aria-label="Views of the matches">
      {VIEWS.map(({ name, title, search }) => (
        <Link
          key={name}
          className={cx(css.tab, name === current && css.tabCurrent)}
          to="/matches"
          search={search}
          aria-current={name === current ? 'page' : undefined}
          data-testid={`matches-${name}`}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
