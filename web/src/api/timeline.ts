/** Mirrors rotunda.view.timeline.document: what happened with a customer. All text is plain text. */
import type { AccountId, Day, Instant, Money, SourceName } from './provenance';

export type EventType =
  | 'email_sent'
  | 'email_received'
  | 'call'
  | 'meeting'
  | 'note'
  | 'deal_created'
  | 'deal_stage'
  | 'quote_sent'
  | 'order_placed'
  | 'task_completed'
  | 'contact_added'
  | 'enrichment'
  | 'ticket'
  | 'usage_alert'
  | 'billing'
  | 'health';

export type PersonRole = 'from' | 'to' | 'cc' | 'organizer' | 'attendee' | 'author';

export interface EventPerson {
  role: PersonRole;
  name?: string;
  address?: string;
  ours?: boolean;
}

export interface EventAttachment {
  name: string;
  size_bytes?: number;
  media_type?: string;
  url?: string;
}

export interface EmailDetails {
  type: 'email';
  status?: string;
  attachments?: EventAttachment[];
}

export interface CallDetails {
  type: 'call';
  outbound?: boolean;
  duration_seconds?: number;
  disposition?: string;
  recording_url?: string;
}

export interface MeetingDetails {
  type: 'meeting';
  ends_at?: Instant;
  kind?: string;
  agenda?: string;
  outcome?: string;
  deal?: string;
}

export interface ChangeDetails {
  type: 'change';
  field: string;
  before?: string;
  after?: string;
  money?: Money;
}

export interface TicketDetails {
  type: 'ticket';
  number: string;
  status?: string;
  priority?: string;
  channel?: string;
  /** False for a note that the customer does not see. */
  public?: boolean;
  attachments?: EventAttachment[];
}

export interface BillingDetails {
  type: 'billing';
  what: string;
  money?: Money;
  number?: string;
}

export interface TaskDetails {
  type: 'task';
  due_at?: Instant;
  assignee?: string;
}

export type EventDetails =
  EmailDetails | CallDetails | MeetingDetails | ChangeDetails | TicketDetails | BillingDetails | TaskDetails;

/** How far it has come to the system of the customer's records. */
export interface Outbox {
  state: 'waiting' | 'sent' | 'refused' | 'kept_here';
  source?: SourceName;
  reason?: string | null;
  url?: string | null;
}

/** A stretch of text; `hit` where it is what was searched for. */
export interface Piece {
  text: string;
  hit?: boolean;
}

export interface Highlights {
  subject?: Piece[];
  text?: Piece[][];
}

export interface TimelineEvent {
  id: string;
  type: EventType;
  at: Instant;
  subject?: string;
  /** The beginning of the text; all of it unless `more`. */
  excerpt?: string;
  /** All of it, where one event was asked for. */
  text?: string;
  more?: boolean;
  highlights?: Highlights;
  people?: EventPerson[];
  source?: SourceName;
  /** In the source; what was written here is of the source `rotunda`. */
  record?: { type: string; id: string };
  url?: string;
  details?: EventDetails;
  routine?: boolean;
  /** Of what was written here, where it is to go elsewhere, too. */
  outbox?: Outbox;
  accounts?: { id: AccountId; name: string }[];
}

export interface EventGroup {
  name: string;
  types: EventType[];
  events: number;
  entries: TimelineEvent[];
  older: string | null;
}

/** Newest first. `counts` and `routine` are there on the first page only. */
export interface EventPage {
  entries: TimelineEvent[];
  groups: EventGroup[] | null;
  counts: Partial<Record<EventType, number>> | null;
  routine: number | null;
  exact: boolean;
  older: string | null;
  newer: string | null;
}

export interface ChannelBar {
  start: Day;
  email: number;
  call: number;
  meeting: number;
}

export interface ChannelMix {
  by: 'week' | 'month';
  channels: ('email' | 'call' | 'meeting')[];
  bars: ChannelBar[];
}
