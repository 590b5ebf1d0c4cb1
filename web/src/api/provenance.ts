/** Mirrors rotunda.sections.{money,provenance,freshness,ids}. Times are ISO 8601 UTC, days are YYYY-MM-DD. */

export type AccountId = string;
export type SectionName = string;
export type SourceName = string;
export type Instant = string;
export type Day = string;

/** `amount_minor` counts the currency's minor unit: cents for EUR, yen for JPY. */
export interface Money {
  amount_minor: number;
  currency: string;
}

export type Mode = 'live' | 'synced';

export type State =
  'fresh' | 'stale' | 'partial' | 'unavailable' | 'not_connected' | 'unknown_customer' | 'pending';

/** One record in its own system. */
export interface Ref {
  source: SourceName;
  record_type: string;
  external_id: string;
  url?: string;
}

export interface Alternative<T> {
  value: T;
  source: SourceName;
  url?: string;
}

export interface Sourced<T> {
  value: T;
  source: SourceName;
  url?: string;
  others?: Alternative<T>[];
}

export interface MadeInput {
  label: string;
  money?: Money;
  text?: string;
  ref?: Ref;
}

/** How a computed value was made: the formula in words, and its inputs. */
export interface Made {
  formula: string;
  inputs?: MadeInput[];
}

export interface MadeMoney {
  money: Money;
  made: Made;
}

export interface MadeCount {
  value: number;
  made: Made;
}
