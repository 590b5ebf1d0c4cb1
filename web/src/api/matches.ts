import type { AccountId, Instant, SourceName } from './provenance';

export interface MatchRecord {
  source: SourceName;
  record_type: string;
  external_id: string;
}

/** One side of a suggestion; `account` is null for a record of no account. A `contact` works there. */
export interface MatchSide {
  account: { id: AccountId; name: string } | null;
  name: string | null;
  names: string[];
  domains: string[];
  addresses: string[];
  city: string | null;
  country: string | null;
  records: MatchRecord[];
  contact: { id: string; name: string } | null;
  title: string | null;
  phones: string[];
}

/** In bits: 1 doubles the odds, -1 halves them. */
export interface MatchWeight {
  comparison: string;
  title: string;
  words: string;
  bits: number;
}

export interface Match {
  id: string;
  kind: 'record-to-account' | 'account-to-account' | 'contact-to-contact';
  probability: number;
  state: 'open' | 'accepted' | 'rejected' | 'never' | 'superseded';
  made_at: Instant;
  decided_by: string | null;
  decided_at: Instant | null;
  reason: string | null;
  left: MatchSide;
  right: MatchSide;
  weights: MatchWeight[];
  /** The name of whoever decided. */
  decider: string | null;
  /** What a yes has merged, as long as it stands. */
  merge: string | null;
}

export interface MatchPage {
  items: Match[];
  total: number;
  next_cursor: string | null;
}
