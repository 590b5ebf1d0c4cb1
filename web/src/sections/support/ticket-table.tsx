import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Table } from '@/components/table';
import { inWords } from '@/lib/text';
import { formatMinutes } from '@/lib/time';

import type { Ticket } from './model';
import css from './support.module.css';
import { handlingWords, SEVERITY_TONES, statusOf } from './words';

export function TicketTable({ tickets }: { tickets: readonly Ticket[] }) {
  return (
    <Table
      caption="Tickets, most urgent first"
      rows={tickets}
      keyOf={(row) => row.ref.external_id}
      columns={[
        { name: 'ticket', title: 'Ticket', cell: (row) => <Subject ticket={row} /> },
        {
          name: 'status',
          title: 'Status',
          cell: (row) => <Badge tone={statusOf(row).tone}>{statusOf(row).text}</Badge>,
        },
        {
          name: 'severity',
          title: 'Severity',
          wide: true,
          cell: (row) =>
            row.severity === 'none' ? (
              '–'
            ) : (
              <Badge tone={SEVERITY_TONES[row.severity]}>{inWords(row.severity)}</Badge>
            ),
        },
        { name: 'created', title: 'Opened', cell: (row) => <Moment at={row.created_at} as="short" /> },
        {
          name: 'solved',
          title: 'Took',
          wide: true,
          right: true,
          cell: (row) => (row.resolution_minutes === undefined ? '–' : formatMinutes(row.resolution_minutes)),
        },
        {
          name: 'csat',
          title: 'Rating',
          wide: true,
          cell: (row) => (row.satisfaction ? inWords(row.satisfaction) : '–'),
        },
      ]}
    />
  );
}

function Subject({ ticket }: { ticket: Ticket }) {
  const who = [ticket.requester, handlingWords(ticket)].filter(Boolean).join(' · ');
  return (
    <div className={css.subject}>
      <RecordLink record={ticket.ref}>#{ticket.number}</RecordLink> {ticket.subject}{' '}
      {ticket.escalated && <Badge tone="red">Escalated</Badge>}
      <div className={css.sub}>{who}</div>
    </div>
  );
}
