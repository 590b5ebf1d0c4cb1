/** Mirrors rotunda.view.written and rotunda.view.threads: what teammates write, what they are told, mails in context. */
import type { Instant, SourceName } from './provenance';
import type { EventAttachment, EventPerson, EventType, Outbox } from './timeline';

export const WRITTEN = ['note', 'call', 'meeting', 'email', 'task'] as const;
export type WrittenKind = (typeof WRITTEN)[number];

/** Under which label it is kept: who reads it. */
export type WrittenLabel = string;

export interface TeammateShown {
  id: string;
  name: string;
}

/** Somebody who took part; `ours`: a teammate. */
export interface Took {
  id: string;
  name: string;
  ours?: boolean;
}

export interface Logged {
  outbound?: boolean;
  duration_seconds?: number;
  ends_at?: Instant;
  outcome?: string;
  people?: Took[];
}

/** `text` is Markdown; `html` the same, safe to show. `mine`: this viewer may change it. */
export interface Written {
  id: string;
  kind: WrittenKind;
  label: WrittenLabel;
  subject?: string;
  text: string;
  html: string;
  at: Instant;
  details: Logged;
  due_at?: Instant;
  overdue?: boolean;
  assignee?: TeammateShown;
  completed_at?: Instant;
  author: TeammateShown;
  changed_at?: Instant;
  version: number;
  mine?: boolean;
  outbox?: Outbox;
}

/** `writable`: the labels under which the viewer may write here; none where they may not. */
export interface WrittenPage {
  items: Written[];
  older?: string | null;
  writable: WrittenLabel[];
}

export interface Notification {
  id: string;
  why: string;
  at: Instant;
  read: boolean;
  kind: WrittenKind;
  author: string;
  /** An account or a contact, by id. */
  customer: string;
  name: string;
  excerpt: string;
}

export interface NotificationList {
  items: Notification[];
  unread: number;
}

/** A stretch of a mail: html that is safe to show, or plain text. `quoted`: it was said before. */
export interface MailPart {
  html?: string;
  text?: string;
  quoted?: boolean;
}

export interface Mail {
  id: string;
  type: EventType;
  at: Instant;
  subject?: string;
  people?: EventPerson[];
  parts?: MailPart[];
  /** Pictures that were left out: loading them would tell the sender of it. */
  remote_images?: number;
  attachments?: EventAttachment[];
  source?: SourceName;
  url?: string;
}

export interface Thread {
  id: string;
  subject?: string;
  messages: number;
  first_at: Instant;
  last_at: Instant;
  people?: EventPerson[];
}

/** Oldest first; `newer` is the cursor of what follows. */
export interface ThreadPage {
  thread: Thread;
  messages: Mail[];
  newer?: string | null;
}
