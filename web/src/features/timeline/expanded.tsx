import { IconPaperclip } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { EventAttachment, EventPerson, PersonRole, TimelineEvent } from '@/api/timeline';
import { KeyValues, type KeyValue } from '@/components/key-values';
import { SourceLink } from '@/components/record-link';
import { Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { useSource } from '@/lib/sources';

import { detailsOf, type Detail } from './details';
import css from './timeline.module.css';
import { eventQuery } from './timeline-query';
import { attachmentWords, nameOf } from './words';

const ROLES: Record<PersonRole, string> = {
  from: 'From',
  to: 'To',
  cc: 'Copy to',
  organizer: 'Organised by',
  attendee: 'Attendees',
  author: 'Written by',
};

/** All there is to one event: who, what its type has to tell, all of its text, files, and its record in the source. */
export function Expanded({ customer, event }: { customer: Customer; event: TimelineEvent }) {
  const { details } = event;
  const attachments = details && 'attachments' in details ? (details.attachments ?? []) : [];
  const rows = [...peopleRows(event.people ?? []), ...detailsOf(event).map(detailRow)];
  return (
    <div className={css.expanded}>
      {rows.length > 0 && <KeyValues rows={rows} />}
      <Text customer={customer} event={event} />
      {attachments.length > 0 && <Attachments attachments={attachments} event={event} />}
      {event.source !== undefined && event.source !== 'rotunda' && (
        <Record event={event} source={event.source} />
      )}
    </div>
  );
}

function peopleRows(people: readonly EventPerson[]): KeyValue[] {
  return (Object.keys(ROLES) as PersonRole[]).flatMap((role) => {
    const those = people.filter((each) => each.role === role);
    return those.length ? [{ key: role, label: ROLES[role], value: <People people={those} /> }] : [];
  });
}

function People({ people }: { people: readonly EventPerson[] }) {
  return people.map((each, index) => (
    <span key={index} title={each.address}>
      {index > 0 && ', '}
      {nameOf(each)}
      {each.ours === true && <Quiet> (us)</Quiet>}
    </span>
  ));
}

const detailRow = ({ label, value }: Detail): KeyValue => ({ key: label, label, value });

/** Plain text, as it was written; what is long is read when it is opened. */
function Text({ customer, event }: { customer: Customer; event: TimelineEvent }) {
  const whole = useQuery({ ...eventQuery(customer, event.id), enabled: event.more === true });
  const text = whole.data?.text ?? event.excerpt;
  if (text === undefined) return null;
  return (
    <>
      <p className={css.text} aria-busy={whole.isLoading}>
        {text}
      </p>
      {whole.error && <p role="alert">All of it could not be read: {reasonOf(whole.error)}</p>}
    </>
  );
}

interface AttachmentsProps {
  attachments: readonly EventAttachment[];
  event: TimelineEvent;
}

function Attachments({ attachments, event }: AttachmentsProps): ReactNode {
  return (
    <ul className={css.files} aria-label="Attachments">
      {attachments.map((each, index) => (
        <li key={index} className={css.file}>
          <IconPaperclip size={13} aria-hidden />
          <SourceLink url={each.url} source={event.source ?? ''}>
            {attachmentWords(each)}
          </SourceLink>
        </li>
      ))}
    </ul>
  );
}

function Record({ event, source }: { event: TimelineEvent; source: string }) {
  const { title } = useSource(source);
  if (event.url === undefined) return <Quiet>From {title}</Quiet>;
  return (
    <p>
      <SourceLink url={event.url} source={source}>
        Full record
      </SourceLink>
    </p>
  );
}
