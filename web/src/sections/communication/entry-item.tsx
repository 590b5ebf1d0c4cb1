import { useState } from 'react';

import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { cx } from '@/lib/cx';
import { listed } from '@/lib/text';

import { ChannelIcon } from './channel-icon';
import css from './communication.module.css';
import type { Entry } from './model';
import { entryTitle } from './words';

/** One entry; a click opens its text in place. */
export function EntryItem({ entry }: { entry: Entry }) {
  const [open, setOpen] = useState(false);
  const people = [entry.teammate, ...(entry.participants ?? [])].filter((each) => each !== undefined);
  return (
    <li className={css.entry}>
      <span className={css.icon}>
        <ChannelIcon channel={entry.channel} />
      </span>
      <div>
        <button type="button" className={css.title} aria-expanded={open} onClick={() => setOpen(!open)}>
          {entryTitle(entry)}
        </button>
        {entry.text !== undefined && <p className={cx(css.text, !open && css.folded)}>{entry.text}</p>}
        {open && (
          <p className={css.meta}>
            {people.length > 0 && <span>With {listed(people)}</span>}
            <RecordLink record={entry.ref}>Full record</RecordLink>
          </p>
        )}
      </div>
      <span className={css.when}>
        <Moment at={entry.at} as="clock" />
      </span>
    </li>
  );
}
