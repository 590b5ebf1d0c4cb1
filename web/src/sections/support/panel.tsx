import { useState } from 'react';

import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { ToggleButton } from '@/components/chart-frame';
import { MadeValue } from '@/components/made-value';
import { type Metric, Metrics } from '@/components/metrics';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Sparkline } from '@/components/sparkline';
import { Quiet, Stack } from '@/components/stack';
import { Table } from '@/components/table';
import { formatNumber, formatRatio } from '@/lib/numbers';
import { inWords } from '@/lib/text';
import { formatMinutes } from '@/lib/time';

import type { PanelProps } from '../section-module';
import type { SupportView, Ticket } from './model';
import css from './support.module.css';
import { handlingWords, isOpen, SEVERITY_TONES, severityWords, statusOf } from './words';

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

function metricsOf(view: SupportView): Metric[] {
  const { satisfaction_90d: csat, median_first_reply_minutes_90d: reply, created_by_week: weeks } = view;
  const metrics: Metric[] = [];
  if (view.open_count !== undefined)
    metrics.push({
      key: 'open',
      label: 'Open',
      value: formatNumber(view.open_count),
      note: severityWords(view.open_by_severity),
    });
  if (csat !== undefined)
    metrics.push({
      key: 'csat',
      label: 'Satisfaction, 90 days',
      value: csat ? (
        <MadeValue label="customer satisfaction" made={csat.made}>
          {formatRatio(csat.value)}
        </MadeValue>
      ) : (
        'No rating'
      ),
    });
  if (reply !== undefined)
    metrics.push({
      key: 'reply',
      label: 'Median first reply',
      value: reply ? (
        <MadeValue label="median first reply" made={reply.made}>
          {formatMinutes(reply.value)}
        </MadeValue>
      ) : (
        'None yet'
      ),
    });
  if (view.escalations_90d !== undefined)
    metrics.push({
      key: 'escalated',
      label: 'Escalated, 90 days',
      value: formatNumber(view.escalations_90d),
    });
  if (weeks?.length)
    metrics.push({
      key: 'weeks',
      label: 'New per week',
      value: (
        <Sparkline
          values={weeks}
          label={`New tickets per week, oldest first: ${weeks.join(', ')}`}
          height={24}
        />
      ),
    });
  return metrics;
}

function Tickets({ tickets }: { tickets: readonly Ticket[] }) {
  return (
    <Table
      caption="Tickets, newest first"
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
