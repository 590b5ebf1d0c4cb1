/** Mirrors rotunda.view.contact.document: people at customers. */
import type { OwnField } from './fields';
import type { AccountColumn, AccountFact, AuditRow } from './service';
import type { AccountLink, SectionEnvelope, SourceReport } from './page';
import type { Instant, SectionName, SourceName, State } from './provenance';

export interface ContactRecord {
  source: SourceName;
  record_type: string;
  external_id: string;
}

export interface Alias {
  kind: string;
  value: string;
  source: SourceName;
  verified: boolean;
  former: boolean;
}

export interface ContactHead {
  id: string;
  name: string;
  title?: string;
  account?: AccountLink;
  email?: string;
  phone?: string;
  aliases?: Alias[];
  records?: ContactRecord[];
  teammate?: boolean;
  closed_at?: Instant;
  fields?: OwnField[];
  etag?: string;
  also_known_as?: { id: string; name: string }[];
}

export interface ContactStreamHead {
  contact: ContactHead;
  sections: Record<SectionName, SectionEnvelope>;
}

export interface ListedContact {
  id: string;
  name: string;
  title?: string;
  account?: AccountLink;
  email?: string;
  phone?: string;
  records?: ContactRecord[];
  added_at?: Instant;
  /** By column; what the viewer may not read of this very person is left out. */
  facts?: Record<string, AccountFact>;
}

export interface ContactPage {
  items: ListedContact[];
  columns: AccountColumn[];
  /** All that this viewer could ask for. */
  available: AccountColumn[];
  total: number;
  next_cursor: string | null;
  /** There are more than `total`. */
  at_least?: boolean;
  /** Why there is less than somebody might expect. */
  notice?: string | null;
}

export interface Message {
  id: string;
  at: Instant;
  text: string;
  author?: string;
  direction?: string;
  internal?: boolean;
}

export interface Conversation {
  source: SourceName;
  record_type: string;
  external_id: string;
  kind: string;
  at: Instant;
  began_at: Instant;
  subject?: string;
  text?: string;
  status?: string;
  severity?: string;
  assignee?: string;
  channel?: string;
  direction?: string;
  number?: string;
  url?: string;
  internal?: boolean;
  with_people?: string[];
  last?: Message;
  messages?: Message[];
  older?: boolean;
  unread?: boolean;
}

export interface ConversationPage {
  items: Conversation[];
  total: number;
  truncated: boolean;
  state: State;
  sources: SourceReport[];
  next_cursor: string | null;
}

/** `event` is a row of the access log; of an internal note that was left in a ticket, `message` is the note. */
export interface TimelineEntry {
  kind: 'conversation' | 'note' | 'event';
  id: string;
  at: Instant;
  conversation?: Conversation;
  message?: Message;
  event?: Pick<AuditRow, 'action' | 'via' | 'detail'> & { by: AuditRow['user'] };
}

export interface TimelinePage {
  items: TimelineEntry[];
  unread: number;
  truncated: boolean;
  state: State;
  sources: SourceReport[];
  next_cursor: string | null;
}
