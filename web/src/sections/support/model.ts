/** Mirrors rotunda.sections.support.model.SupportView. A field that the viewer may not see is absent. */
import type { Instant, MadeCount, Ref } from '@/api/provenance';

export type TicketStatus = 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed';
export type Severity = 'urgent' | 'high' | 'normal' | 'low' | 'none';

export interface Ticket {
  ref: Ref;
  number: string;
  subject: string;
  status: TicketStatus;
  severity: Severity;
  created_at: Instant;
  updated_at: Instant;
  requester?: string;
  requester_email?: string;
  assignee?: string;
  group?: string;
  channel?: string;
  kind?: string;
  tags?: string[];
  escalated?: boolean;
  satisfaction?: 'good' | 'bad';
  first_reply_minutes?: number;
  resolution_minutes?: number;
  solved_at?: Instant;
}

export interface SupportView {
  records?: Ref[];
  open_count?: number;
  open_by_severity?: Partial<Record<Severity, number>>;
  escalations_90d?: number;
  satisfaction_90d?: MadeCount | null;
  oldest_open_at?: Instant | null;
  median_first_reply_minutes_90d?: MadeCount | null;
  tickets?: Ticket[];
  created_by_week?: number[];
  truncated?: boolean;
}
