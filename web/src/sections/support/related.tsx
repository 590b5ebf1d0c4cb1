import type { SupportView } from './model';
import { TicketTable } from './ticket-table';
import { Quiet } from '@/components/stack';

export function RelatedTickets({ view }: { view: SupportView }) {
  return view.tickets?.length ? <TicketTable tickets={view.tickets} /> : <Quiet>No ticket yet.</Quiet>;
}
