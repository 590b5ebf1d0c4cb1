import { Link } from '@tanstack/react-router';

import type { Match } from '@/api/matches';
import { cx } from '@/lib/cx';

import css from './matches.module.css';

const KINDS: readonly { kind: Match['kind'] | undefined; title: string }[] = [
  { kind: undefined, title: 'All' },
  { kind: 'contact-to-contact', title: 'People' },
  { kind: 'account-to-account', title: 'Accounts' },
  { kind: 'record-to-account', title: 'Records' },
];

/** Narrows the queue to one kind of pairs. */
export function Kinds({ current }: { current: Match['kind'] | undefined }) {
  return (
    <nav className={css.kinds} aria-label="Kinds of pairs">
      {KINDS.map(({ kind, title }) => (
        <Link
          key={title}
          className={cx(css.kindLink, kind === current && css.kindCurrent)}
          to="/matches"
          search={kind ? { kind } : {}}
          aria-current={kind === current ? 'true' : undefined}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
