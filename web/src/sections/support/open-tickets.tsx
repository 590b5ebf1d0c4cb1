import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Row, Rows } from '@/components/rows';
import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';
import { inWords } from '@/lib/text';

import type { CardProps } from '../section-module';
import type { SupportView, Ticket } from './model';
import { handlingWords, isOpen, SEVERITY_TONES } from './words';

const SHOWN = 4;

/** The open tickets that matter most, for the overview. */
export function OpenTickets({ section }: CardProps) {
  return (
    <SectionCard<SupportView>
      title="Open tickets"
      topic="Support"
      section={section}
      testId="section-support"
      height={SHOWN * 51}
    >
      {(view) => <Worst tickets={(view.tickets ?? []).filter(isOpen)} />}
    </SectionCard>
  );
}

const ORDER = ['urgent', 'high', 'normal', 'low', 'none'];

function Worst({ tickets }: { tickets: readonly Ticket[] }) {
  if (tickets.length === 0) return <Quiet>Nothing is open.</Quiet>;
  const worst = [...tickets].sort(
    (one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity),
  );
  return (
    <Rows>
      {worst.slice(0, SHOWN).map((ticket) => (
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
              <Badge tone={SEVERITY_TONES[ticket.severity]}>
                {ticket.severity === 'none' ? 'No severity' : inWords(ticket.severity)}
              </Badge>
              <Moment at={ticket.created_at} />
            </>
          }
        />
      ))}
    </Rows>
  );
}
