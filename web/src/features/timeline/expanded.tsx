import { IconPaperclip } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { EventAttachment, EventPerson, EventType, PersonRole, TimelineEvent } from '@/api/timeline';
import { KeyValues, type KeyValue } from '@/components/key-values';
import { SourceLink } from '@/components/record-link';
import { Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { useSource } from '@/lib/sources';

import { ConversationButton } from './conversation-button';
import { detailsOf, type Detail } from './details';
import css from './timeline.module.css';
import { eventQuery } from './timeline-query';
import { attachmentWords, nameOf, OURS } from './words';
import { WrittenRecord } from './writing/written-record';

const ROLES: Record<PersonRole, string> = {
  from: 'From',
  to: 'To',
  cc: 'Copy to',
  organizer: 'Organised by',
  attendee: 'Attendees',
  author: 'Written by',
};

interface ExpandedProps {
  customer: Customer;
  event: TimelineEvent;
}

/** All there is to one event. */
export function Expanded({ customer, event }: ExpandedProps) {
  const written = event.source === OURS ? event.record?.id : undefined;
  if (written === undefined) return <Told customer={customer} event={event} />;
  return (
    <div className={css.expanded}>
      <WrittenRecord customer={customer} id={written} />
    </div>
  );
}

/** As a source tells it: who, what its type has to tell, all of its text, files, and its record there. */
function Told({ customer, event }: ExpandedProps) {
  const { details } = event;
  const attachments = details && 'attachments' in details ? (details.attachments ?? []) : [];
  const rows = [...peopleRows(event.people ?? []), ...detailsOf(event).map(detailRow)];
  return (
    <div className={css.expanded}>
      {rows.length > 0 && <KeyValues rows={rows} />}
      <Text customer={customer} event={event} />
      {attachments.length > 0 && <Attachments attachments={attachments} event={event} />}
      {MAILS.includes(event.type) && <ConversationButton customer={customer} event={event} />}
      {event.source !== undefined && event.source !== OURS && <Record event={event} source={event.source} />}
    </div>
  );
}

const MAILS: readonly EventType[] = ['email_sent', 'email_received'];

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
function Text({ customer, event }: ExpandedProps) {
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
