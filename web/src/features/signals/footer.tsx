import { Link } from '@tanstack/react-router';

import type { SignalPage, SignalState } from '@/api/signals';

import css from './signals.module.css';
import type { Wanted } from './signals-query';

interface FooterProps {
  wanted: Wanted;
  counts: SignalPage['counts'];
}

/** What is out of sight, and the way there and back. */
export function Footer({ wanted, counts }: FooterProps) {
  const states: readonly [SignalState, string][] = [
    ['open', `Open ${counts.open}`],
    ['snoozed', `Snoozed ${counts.snoozed}`],
    ['resolved', `Resolved in 7 days ${counts.resolved}`],
  ];
  return (
    <p className={css.footer} data-testid="signals-footer">
      {states.map(([state, title]) => (
        <span key={state}>
          {state === wanted.state ? (
            <b>{title}</b>
          ) : (
            <Link className={css.link} to="/signals" search={{ ...wanted, state }}>
              {title}
            </Link>
          )}
        </span>
      ))}
      <span>Each signal opens its evidence.</span>
    </p>
  );
}
