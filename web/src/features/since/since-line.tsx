import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { Since } from '@/api/since';
import { Moment } from '@/components/moment';
import { MoreButton } from '@/components/stack';
import type { Customer } from '@/lib/customers';
import { SECOND } from '@/lib/time';

import css from './since.module.css';
import { markSeen, sinceQuery } from './since-query';
import { changesIn } from './words';

/** How long it has to be in sight to count as read. */
const READ = 4 * SECOND;
const FEW = 3;

/** At the top of a page: what has changed for me. Its line is always there, so that nothing moves when it is known. */
export function SinceLine({ customer }: { customer: Customer }) {
  const { data } = useQuery(sinceQuery(customer));
  useSeen(customer, data?.until);
  return <div data-testid="since">{data && <Told since={data} />}</div>;
}

/** It counts as seen once it was in sight for some seconds. A newer look in another window counts for this one, too. */
function useSeen({ of, id }: Customer, until: string | undefined): void {
  useEffect(() => {
    if (until === undefined) return undefined;
    const timer = window.setTimeout(() => {
      if (!document.hidden) markSeen({ of, id }, until).catch(() => undefined);
    }, READ);
    return () => window.clearTimeout(timer);
  }, [of, id, until]);
}

function Told({ since }: { since: Since }) {
  const [open, setOpen] = useState(false);
  if (since.since === null) return <p className={css.line}>You are looking at this for the first time.</p>;
  const changes = changesIn(since);
  const looked = (
    <>
      Since you last looked, <Moment at={since.since} />:{' '}
    </>
  );
  if (changes.length === 0)
    return (
      <p className={css.line}>
        <span>{looked}nothing has changed.</span>
      </p>
    );
  const rest = changes.length - FEW;
  return (
    <>
      <div className={css.line}>
        <span className={css.told}>
          {looked}
          <b>{changes.slice(0, FEW).join(' · ')}</b>
        </span>
        {rest > 0 && (
          <MoreButton onClick={() => setOpen(!open)}>{open ? 'Show less' : `and ${rest} more`}</MoreButton>
        )}
      </div>
      {open && (
        <ul className={css.all}>
          {changes.slice(FEW).map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
    </>
  );
}
