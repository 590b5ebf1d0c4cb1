import type { BadgeTone } from '@/components/badge';
import { formatNumber } from '@/lib/numbers';
import { inSentence, inWords, listed } from '@/lib/text';

import type { Severity, SupportView, Ticket, TicketStatus } from './model';

export const SEVERITY_TONES: Record<Severity, BadgeTone> = {
  urgent: 'red',
  high: 'orange',
  normal: 'grey',
  low: 'grey',
  none: 'grey',
};

const STATUS_TONES: Record<TicketStatus, BadgeTone> = {
  new: 'blue',
  open: 'orange',
  pending: 'yellow',
  hold: 'yellow',
  solved: 'green',
  closed: 'grey',
};

/** `pending` waits for the customer, `hold` for a third party. */
const STATUS_TITLES: Record<TicketStatus, string> = {
  new: 'New',
  open: 'Open',
  pending: 'Waits for customer',
  hold: 'On hold',
  solved: 'Solved',
  closed: 'Closed',
};

export const statusOf = (ticket: Ticket): { text: string; tone: BadgeTone } => ({
  text: STATUS_TITLES[ticket.status],
  tone: STATUS_TONES[ticket.status],
});

export const isOpen = ({ status }: Ticket): boolean => status !== 'solved' && status !== 'closed';

const SEVERITIES: readonly Severity[] = ['urgent', 'high', 'normal', 'low', 'none'];

/** "1 urgent, 2 high": the worst two kinds that are open. */
export function severityWords(counts: SupportView['open_by_severity']): string {
  const parts = SEVERITIES.filter((each) => counts?.[each]).map(
    (each) => `${formatNumber(counts?.[each] ?? 0)} ${each === 'none' ? 'without severity' : each}`,
  );
  return parts.slice(0, 2).join(', ');
}

/** "Platform support, by email". */
export function handlingWords(ticket: Ticket): string {
  const who = ticket.assignee ?? ticket.group;
  const parts = [who, ticket.channel && `by ${inSentence(inWords(ticket.channel))}`].filter(
    (each) => each !== undefined && each !== '',
  );
  return listed(parts as string[]).replaceAll(' and by', ', by');
}

/** Open tickets by severity, then the newest of those that are over. */
export function topTickets(tickets: readonly Ticket[], limit: number): Ticket[] {
  const rank = (ticket: Ticket): number =>
    isOpen(ticket) ? SEVERITIES.indexOf(ticket.severity) : SEVERITIES.length;
  return [...tickets]
    .sort((one, other) => rank(one) - rank(other) || other.created_at.localeCompare(one.created_at))
    .slice(0, limit);
}
