import { useEffect, useState } from 'react';

import type { Me } from '@/api/service';
import { getJson, queryString } from '@/lib/api';

import css from './panel.module.css';
import type { Asked } from './asked';

/** Whether whoever is signed in may say who is which customer. Through a link nobody is signed in. */
function useMayLink(wanted: boolean): boolean {
  const [may, setMay] = useState(false);
  useEffect(() => {
    if (!wanted) return undefined;
    const stop = new AbortController();
    getJson<Me>('/me', stop.signal).then(
      ({ permissions }) => setMay(permissions.includes('account_merge')),
      () => undefined, // without an answer there is no button
    );
    return () => stop.abort();
  }, [wanted]);
  return may;
}

/** To a page of its own: nothing is changed inside a frame. */
export function LinkTo({ asked }: { asked: Asked }) {
  const identifier = asked.query.email ?? asked.query.domain;
  const may = useMayLink(identifier !== undefined && asked.link === undefined);
  if (!may) return null;
  return (
    <a className={css.choice} href={`/link${queryString({ identifier })}`} target="_blank" rel="noopener">
      Link to…
    </a>
  );
}
