/** Mirrors rotunda.sync: what sources send by themselves, what is pulled from them, and the jobs behind both. */
import type { Instant, SourceName } from './provenance';

export type Standing = 'waiting' | 'done' | 'dead';

/** One delivery; nothing of what was in it. */
export interface Delivery {
  id: string;
  connection_id: string;
  received_at: Instant;
  state: Standing;
  attempts: number;
  next_attempt_at: Instant | null;
  error: string | null;
  reason: string | null;
  ended_at: Instant | null;
}

/** A kind of news that a source used to send every so often and has stopped sending. */
export interface Silent {
  connection_id: string;
  kind: string;
  last_at: Instant;
  usual_every_seconds: number;
  deliveries: number;
}

export interface DeliveryPage {
  items: Delivery[];
  next: string | null;
  silent?: Silent[];
}

export interface SyncStream {
  name: string;
  state: 'backfilling' | 'current' | 'failing';
  since: Instant;
  progress: number;
  lag_seconds: number;
  last_ok_at: Instant | null;
  next_at: Instant;
  events: number;
  failures: number;
  error: string | null;
  reason: string | null;
}

export interface SyncConnection {
  connection_id: string;
  source: SourceName;
  title: string;
  progress: number;
  lag_seconds: number | null;
  streams: SyncStream[];
}

export interface DeadJob {
  id: number;
  kind: string;
  key: string;
  attempts: number;
  failed_at: Instant;
  error: string;
  reason: string;
}

/** Something that was written here and is not in the CRM as it should be. Nothing of what it says. */
export interface OutboxItem {
  id: string;
  kind: string;
  connection_id: string;
  source: SourceName;
  state: 'waiting' | 'sent' | 'refused' | 'kept_here';
  attempts: number;
  since: Instant;
  next_at: Instant | null;
  error: string | null;
  reason: string | null;
}

export interface SyncStatus {
  connections: SyncConnection[];
  jobs: { workers: number; kinds: unknown[]; dead: DeadJob[] };
  outbox: { waiting: number; refused: number; items: OutboxItem[] };
}
