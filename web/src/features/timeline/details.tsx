import type { ReactNode } from 'react';

import type { EventDetails, TimelineEvent } from '@/api/timeline';
import { Moment } from '@/components/moment';
import { SourceLink } from '@/components/record-link';
import { formatMoney } from '@/lib/money';
import { inWords } from '@/lib/text';
import { formatDuration } from '@/lib/time';

export interface Detail {
  label: string;
  value: ReactNode;
}

type Row = [label: string, value: ReactNode];

/** What an event of its type has to tell beside who and what. Nothing stands there empty. */
export function detailsOf(event: TimelineEvent): Detail[] {
  const rows = event.details ? rowsOf(event.details, event) : [];
  return rows
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([label, value]) => ({ label, value }));
}

function rowsOf(details: EventDetails, event: TimelineEvent): Row[] {
  switch (details.type) {
    case 'email':
      return [['State', details.status && inWords(details.status)]];
    case 'call':
      return [
        [
          'Direction',
          details.outbound === undefined ? undefined : details.outbound ? 'We called' : 'They called',
        ],
        [
          'Length',
          details.duration_seconds === undefined ? undefined : formatDuration(details.duration_seconds),
        ],
        ['Result', details.disposition && inWords(details.disposition)],
        ['Recording', details.recording_url && recording(details.recording_url, event)],
      ];
    case 'meeting':
      return [
        ['Until', details.ends_at && <Moment at={details.ends_at} as="meeting" />],
        ['Kind', details.kind && inWords(details.kind)],
        ['Agenda', details.agenda],
        ['Outcome', details.outcome && inWords(details.outcome)],
        ['Deal', details.deal],
      ];
    case 'change':
      return [
        [inWords(details.field), `${details.before ?? 'nothing'} → ${details.after ?? 'nothing'}`],
        ['Amount', details.money && formatMoney(details.money)],
      ];
    case 'ticket':
      return [
        ['Ticket', `#${details.number}`],
        ['State', details.status && inWords(details.status)],
        ['Priority', details.priority && inWords(details.priority)],
        ['Channel', details.channel && inWords(details.channel)],
        ['Seen by the customer', details.public === false ? 'No: an internal note' : undefined],
      ];
    case 'billing':
      return [
        ['Amount', details.money && formatMoney(details.money)],
        ['Document', details.number],
      ];
    case 'task':
      return [
        ['Due', details.due_at && <Moment at={details.due_at} as="date" />],
        ['For', details.assignee],
      ];
  }
}

const recording = (url: string, { source }: TimelineEvent) => (
  <SourceLink url={url} source={source ?? ''}>
    Listen
  </SourceLink>
);
