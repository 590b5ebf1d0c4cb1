import { count } from '@/lib/numbers';
import { DAY } from '@/lib/time';

import type { Relationships } from './people-query';
import css from './people.module.css';
import { Names, rolesInSentence } from './words';

const SHOWN = 3;

/** Who matters and is not reached, the warmest way there, and whether all of it hangs by one person. */
export function Coverage({ related }: { related: Relationships }) {
  const names = new Names(related);
  const { gaps, single_threaded: single, edges } = related;
  if (gaps.length + single.length === 0)
    return edges.length ? (
      <p className={css.covered}>No gap: everybody who decides is in touch with us.</p>
    ) : null;
  return (
    <ul className={css.callout} data-testid="coverage">
      {gaps.slice(0, SHOWN).map((gap) => (
        <li key={gap.person}>
          <b>Coverage gap:</b> {names.their(gap.person)}, {rolesInSentence(gap.roles)},{' '}
          {silence(gap.last_contact_at)}
          {gap.path ? ` Warmest path: ${names.path(gap.path)}.` : ' Nobody of us has a path there.'}
        </li>
      ))}
      {gaps.length > SHOWN && <li>{count(gaps.length - SHOWN, 'more gap')} in the table below.</li>}
      {single.map(({ side, id, share }) => (
        <li key={side}>
          <b>Single-threaded:</b> {Math.round(share * 100)} % of all contact of 90 days goes through{' '}
          {side === 'ours' ? `${names.our(id)} of us` : `${names.their(id)} of them`}.
        </li>
      ))}
    </ul>
  );
}

function silence(at: string | null): string {
  if (at === null) return 'had no contact within a year.';
  const days = Math.floor((Date.now() - Date.parse(at)) / DAY);
  return days < 2 ? 'is hardly engaged.' : `had no contact for ${days} days.`;
}
