import { useState } from 'react';

import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { ToggleButton } from '@/components/chart-frame';
import { Metrics } from '@/components/metrics';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Quiet, Stack } from '@/components/stack';
import { Table } from '@/components/table';
import { inWords } from '@/lib/text';
import { formatMinutes } from '@/lib/time';

import type { PanelProps } from '../section-module';
import { metricsOf } from './metrics';
import type { SupportView, Ticket } from './model';
import css from './support.module.css';
import { handlingWords, isOpen, SEVERITY_TONES, statusOf } from './words';

/** Every ticket with its status, and how support goes. */
export function SupportPanel({ view }: PanelProps<SupportView>) {
  const [onlyOpen, setOnlyOpen] = useState(false);
  const tickets = (view.tickets ?? []).filter((each) => !onlyOpen || isOpen(each));
  return (
    <Stack>
      <Metrics metrics={metricsOf(view)} />
      <Card
        title="Tickets"
        aside={
          <ToggleButton pressed={onlyOpen} onToggle={() => setOnlyOpen(!onlyOpen)}>
            Only open
          </ToggleButton>
        }
      >
        {tickets.length ? <Tickets tickets={tickets} /> : <Quiet>No ticket to show.</Quiet>}
        {view.truncated && <p className={css.sub}>Older tickets exist in the helpdesk than were read.</p>}
      </Card>
    </Stack>
  );
}

function Tickets({ tickets }: { tickets: readonly Ticket[] }) {
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
