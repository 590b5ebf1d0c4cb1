/** Mirrors rotunda.view.deals, rotunda.view.value, rotunda.view.journey and rotunda.insight.value. */
import type { Instant, MadeCount, MadeMoney, Money, Ref, SectionName, State } from './provenance';

/** How long deals stayed in a stage, on average, and of how many that is made. */
export interface StageAverage {
  days: number;
  deals: number;
}

/** Of an open deal: days in its stage so far. */
export interface Pace {
  days: number | null;
  average?: StageAverage;
  slow?: boolean;
}

export interface DealFigures {
  lifetime_value: MadeMoney[];
  open_pipeline: MadeMoney[];
  weighted_pipeline: MadeMoney[];
  average_size: MadeMoney[];
  /** 0 to 1. */
  win_rate: MadeCount | null;
  /** In days. */
  average_cycle: MadeCount | null;
}

/** `figures` are absent where the section has no answer. */
export interface AccountDeals {
  state: State;
  as_of?: Instant;
  figures?: DealFigures;
  open?: { deal: { ref: Ref }; pace: Pace }[];
  closed?: { deal: { ref: Ref }; days: number | null }[];
  truncated?: boolean;
}

/** Of twelve months; 1 is everything kept. `read_on`: the start was read on that day. */
export interface Retention {
  since: Instant;
  start: Money;
  now: Money;
  expansion: Money;
  contraction: Money;
  net: MadeCount;
  gross: MadeCount;
  read_on?: string;
}

export interface Revenue {
  state: State;
  as_of?: Instant;
  months?: { month: string; paid: Money[] }[];
  mrr?: MadeMoney[];
  retention?: Retention[];
}

/** `ahead`: still to come, dated or not. `unknown`: what would tell was not read. */
export interface JourneyStep {
  name: string;
  title: string;
  section: SectionName;
  state: 'reached' | 'ahead' | 'unknown';
  at?: Instant;
  what?: string;
  ref?: Ref;
}

export interface Journey {
  steps: JourneyStep[];
}

/** `low` and `high`: the 95 % interval of the estimate. */
export interface LifetimeAmount {
  amount: MadeMoney;
  low: Money;
  high: Money;
}

/** `expected_months` is null for who has no MRR now; `customers` and `left` say how large the book behind it is. */
export interface Lifetime {
  state: 'judged';
  amounts: LifetimeAmount[];
  tenure_months: number;
  expected_months: { months: number; low: number; high: number } | null;
  customers: number;
  left: number;
}
