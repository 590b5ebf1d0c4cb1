import type { AccountId } from './provenance';

/** What a search found, and by what. `former`: it was known by it once. `account`: whose person or conversation. */
export interface SearchHit {
  id: string;
  name: string;
  by: string;
  value: string;
  sub?: string;
  source?: string;
  former?: boolean;
  account?: { id: AccountId; name: string };
  url?: string;
}

export interface SearchResult {
  groups: { kind: string; items: SearchHit[]; more: boolean }[];
  /** Why there is less than somebody might expect. */
  notice?: string | null;
}
