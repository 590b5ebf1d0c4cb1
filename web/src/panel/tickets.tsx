import type { ReactNode } from 'react';

import { Badge } from '@/components/badge';
import { safeUrl } from '@/lib/links';
import type { Ticket } from '@/sections/support/model';
import { statusOf } from '@/sections/support/words';

import css from './panel.module.css';

interface TicketListProps {
  title: string;
  tickets: readonly Ticket[];
  more?: ReactNode;
}

/** Nothing where there is none. */
export function TicketList({ title, tickets, more }: TicketListProps) {
  if (tickets.length === 0) return null;
  return (
    <section className={css.part} aria-label={title}>
      <h2>{title}</h2>
      <ul className={css.tickets}>
        {tickets.map((ticket) => (
          <Item key={ticket.ref.url ?? ticket.number} ticket={ticket} />
        ))}
      </ul>
      {more}
    </section>
  );
}

function Item({ ticket }: { ticket: Ticket }) {
  const status = statusOf(ticket);
  return (
    <li>
      <a href={safeUrl(ticket.ref.url)} target="_blank" rel="noopener noreferrer" title={ticket.subject}>
        {ticket.subject}
      </a>
      <Badge tone={status.tone}>{status.text}</Badge>
      <small>
        #{ticket.number}
        {ticket.severity !== 'none' && ` · ${ticket.severity}`}
        {ticket.assignee !== undefined && ` · ${ticket.assignee}`}
      </small>
    </li>
  );
}
