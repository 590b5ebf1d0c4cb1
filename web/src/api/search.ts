import type { AccountId } from './provenance';

/** What a search found, and by what. `former`: it was known by it once. */
export interface SearchHit {
  id: AccountId;
  name: string;
  by: string;
  value: string;
  sub?: string;
  source?: string;
  former?: boolean;
}

export interface SearchResult {
  groups: { kind: string; items: SearchHit[]; more: boolean }[];
}
