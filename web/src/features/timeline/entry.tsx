import { memo, useId, useState } from 'react';

import type { TimelineEvent } from '@/api/timeline';
import { Moment } from '@/components/moment';
import { FromSource } from '@/components/source-mark';
import type { Customer } from '@/lib/customers';
import { cx } from '@/lib/cx';
import { useSource } from '@/lib/sources';

import { Expanded } from './expanded';
import { Marked } from './marked';
import { KINDS } from './kinds';
import css from './timeline.module.css';
import { factsOf, OURS, peopleWords, whatOf } from './words';
import { OutboxLine } from './writing/outbox';

interface EntryProps {
  customer: Customer;
  event: TimelineEvent;
}

/** One event; a click opens all there is to it, in place. */
export const Entry = memo(function Entry({ customer, event }: EntryProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { Icon } = KINDS[event.type];
  return (
    <li
      className={cx(css.entry, event.routine && css.routine)}
      data-testid="event"
      data-type={event.type}
      data-event={event.id}
    >
      <span className={css.icon}>
        <Icon size={15} aria-hidden />
      </span>
      <div className={css.body}>
        <h4 className={css.title}>
          <button
            type="button"
            aria-expanded={open}
            {...(open && { 'aria-controls': id })}
            onClick={() => setOpen(!open)}
          >
            <Title event={event} />
          </button>
        </h4>
        <About event={event} />
        {!open && <OutboxLine outbox={event.outbox} />}
        {!open && <Excerpt event={event} />}
        {open && (
          <div id={id}>
            <Expanded customer={customer} event={event} />
          </div>
        )}
      </div>
      <span className={css.when}>
        <Moment at={event.at} as="clock" />
      </span>
    </li>
  );
});

function Title({ event }: { event: TimelineEvent }) {
  const { subject, highlights } = event;
  return (
    <>
      {whatOf(event)}
      {subject !== undefined && (
        <>
          {' · '}
          {highlights?.subject ? <Marked pieces={highlights.subject} /> : subject}
        </>
      )}
    </>
  );
}

function About({ event }: { event: TimelineEvent }) {
  const facts = factsOf(event);
  const people = peopleWords(event.people ?? []);
  const source = event.source !== undefined && event.source !== OURS ? event.source : undefined;
  if (!facts && !people && source === undefined) return null;
  return (
    <p className={css.about}>
      {source !== undefined && <FromSource source={source} />}
      {facts && <span className={css.facts}>{facts}</span>}
      {people && <span>{people}</span>}
      {source !== undefined && !facts && !people && <SourceTitle source={source} />}
    </p>
  );
}

function SourceTitle({ source }: { source: string }) {
  return <span aria-hidden>{useSource(source).title}</span>;
}

/** The first lines; where words were searched for, the passages that have them. */
function Excerpt({ event: { excerpt, highlights } }: { event: TimelineEvent }) {
  if (highlights?.text?.length)
    return (
      <p className={css.excerpt}>
        {highlights.text.map((pieces, index) => (
          <span key={index}>
            {index > 0 && ' … '}
            <Marked pieces={pieces} />
          </span>
        ))}
      </p>
    );
  return excerpt === undefined ? null : <p className={css.excerpt}>{excerpt}</p>;
}
