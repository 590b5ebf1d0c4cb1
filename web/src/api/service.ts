/** Mirrors the answers of the routes beside the page: who I am, the list, connections, the access log. */
import type { AccountId, Day, Instant, Mode, Money, SectionName, SourceName } from './provenance';

export interface DemoUser {
  id: string;
  name: string;
  role: string;
  summary: string;
}

export interface SignInOffer {
  demo_users: DemoUser[];
}

export interface User {
  id: string;
  name: string;
  email?: string | null;
  teams?: string[];
  roles?: string[];
}

export interface SectionTitle {
  name: SectionName;
  title: string;
  question?: string | null;
}

export interface Me {
  user: User;
  permissions: string[];
  sections: SectionTitle[];
  demo: boolean;
}

/** Exactly one of the values is set. */
export interface AccountFact {
  /** Money in other currencies. */
  beside?: Money[];
  money?: Money | null;
  text?: string | null;
  number?: number | null;
  at?: Instant | null;
  day?: Day | null;
  source?: SourceName | null;
  as_of?: Instant | null;
}

export interface AccountRow {
  id: AccountId;
  name: string;
  domain?: string | null;
  industry?: string | null;
  city?: string | null;
  country?: string | null;
  owners?: string[];
  facts?: Record<string, AccountFact>;
}

export interface AccountColumn {
  name: string;
  title: string;
  kind: 'money' | 'text' | 'number' | 'at' | 'day';
  sortable: boolean;
  /** Whether the list shows it unless it is told otherwise. */
  shown?: boolean;
  /** Its word in a search, and the word after `has:`. */
  operator?: string | null;
  has?: string | null;
}

export interface AccountPage {
  items: AccountRow[];
  columns: AccountColumn[];
  /** All that this viewer could ask for. */
  available?: AccountColumn[];
  total: number;
  next_cursor: string | null;
  /** There are more than `total`. */
  at_least?: boolean;
  /** Why there is less than somebody might expect. */
  notice?: string | null;
}

/** What a number is today, and what it was in a system that is gone. */
export interface TicketMatch {
  source?: SourceName | null;
  number?: string | null;
  url?: string | null;
  old_system?: string | null;
  old_number?: string | null;
}

export interface LookupMatch {
  account: { id: AccountId; name: string };
  by: string;
  ticket?: TicketMatch | null;
}

export interface LookupContact {
  contact: { id: string; name: string };
  account: { id: AccountId; name: string } | null;
  by: string;
  former: boolean;
}

export interface Lookup {
  matches: LookupMatch[];
  contacts?: LookupContact[];
}

export type ConnectionState = 'ok' | 'failing' | 'limited' | 'needs_sign_in' | 'misconfigured' | 'unchecked';

export interface Budget {
  bucket: string;
  used: number;
  limit: number;
  seconds: number;
}

export interface Connection {
  id: string;
  source: SourceName;
  title: string;
  category: string;
  mode: Mode;
  state: ConnectionState;
  fills: SectionName[];
  last_success_at?: Instant | null;
  last_error?: { at: Instant; kind: string; reason: string } | null;
  breaker?: 'closed' | 'open' | 'half_open';
  budgets?: Budget[];
  latency_ms?: { p50: number; p95: number } | null;
  records?: number | null;
  settings?: Partial<Record<string, string>>;
  created_at?: Instant;
}

export interface FormField {
  name: string;
  label: string;
  help?: string;
  secret?: boolean;
  required?: boolean;
  default?: string | null;
  placeholder?: string | null;
  choices?: string[];
}

export interface AvailableSource {
  source: SourceName;
  title: string;
  category: string;
  summary: string;
  docs_url?: string | null;
  brand_color: string;
  fills: SectionName[];
  form: FormField[];
  scopes?: { name: string; why: string }[];
  connected?: boolean;
}

export interface Connections {
  items: Connection[];
  available: AvailableSource[];
  missing: SectionName[];
}

export interface CheckResult {
  ok: boolean;
  checked_at: Instant;
  latency_ms: number | null;
  reason: string | null;
}

export interface AuditRow {
  id: string | number;
  at: Instant;
  user: { id: string; name: string } | null;
  via?: string | null;
  action: string;
  account?: { id: AccountId; name: string } | null;
  detail?: Record<string, unknown>;
}

export interface AuditPage {
  items: AuditRow[];
  next_cursor: string | null;
}

export interface SourceIdentity {
  title: string;
  brand_color: string;
}

export type Sources = Record<SourceName, SourceIdentity>;

/** RFC 9457. `position` counts characters from the start of the field's text. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  field?: string;
  position?: number;
  errors?: { field: string; reason: string }[];
}
