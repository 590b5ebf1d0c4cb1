import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Row, Rows } from '@/components/rows';
import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';
import type { CardProps } from '../section-module';
import type { SupportView, Ticket } from './model';
import { handlingWords, isOpen, SEVERITY_TONES, statusOf, topTickets } from './words';

const SHOWN = 4;

/** The tickets that matter most, for the overview. */
export function OpenTickets({ section }: CardProps) {
  return (
    <SectionCard<SupportView>
      title="Tickets, open first"
      topic="Support"
      section={section}
      testId="section-support"
      height={SHOWN * 51}
    >
      {(view) => <Tickets tickets={topTickets(view.tickets ?? [], SHOWN)} />}
    </SectionCard>
  );
}

function Tickets({ tickets }: { tickets: readonly Ticket[] }) {
  if (tickets.length === 0) return <Quiet>They never wrote to support.</Quiet>;
  return (
    <Rows>
      {tickets.map((ticket) => (
        <Row
          key={ticket.ref.external_id}
          title={
            <RecordLink record={ticket.ref}>
              #{ticket.number} {ticket.subject}
            </RecordLink>
          }
          sub={handlingWords(ticket)}
          end={
            <>
              <Standing ticket={ticket} />
              <Moment at={ticket.created_at} />
            </>
          }
        />
      ))}
    </Rows>
  );
}

/** What is open is told apart by severity, what is over by how it ended. */
function Standing({ ticket }: { ticket: Ticket }) {
  if (!isOpen(ticket)) return <Badge tone={statusOf(ticket).tone}>{statusOf(ticket).text}</Badge>;
  return (
    <Badge tone={SEVERITY_TONES[ticket.severity]}>
      {ticket.severity === 'none' ? 'Open' : `Open, ${ticket.severity}`}
    </Badge>
  );
}
