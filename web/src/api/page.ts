/** Mirrors rotunda.view.document and rotunda.insight.model: the account page and its stream. */
import type { OwnField } from './fields';
import type { Lifetime } from './insight';
import type { Signal } from './signals';
import type { AccountId, Instant, MadeMoney, Mode, Ref, SectionName, SourceName, State } from './provenance';

export interface AccountLink {
  id: AccountId;
  name: string;
}

export interface AccountHead {
  id: AccountId;
  name: string;
  domain?: string;
  industry?: string;
  city?: string;
  country?: string;
  owners?: string[];
  parent?: AccountLink;
  children?: AccountLink[];
  also_known_as?: AccountLink[];
  /** What we own, as far as the viewer may read it; `etag` goes with an edit. */
  fields?: OwnField[];
  etag?: string;
}

export interface SourceReport {
  source: SourceName;
  title: string;
  connection: string;
  mode: Mode;
  state: State;
  as_of: Instant | null;
  age_seconds: number | null;
  reason: string | null;
  url: string | null;
}

/** `data` is that section's view after redaction: any of its fields may be absent. */
export interface SectionEnvelope {
  state: State;
  as_of: Instant | null;
  sources: SourceReport[];
  data?: unknown;
  more?: Record<string, number>;
}

export type Tone = 'red' | 'yellow' | 'green' | 'blue' | 'grey';

export interface Indicator {
  id: string;
  section: SectionName;
  tone: Tone;
  title: string;
  why: string;
  evidence?: Ref[];
}

export interface NotJudged {
  state: 'not_judged';
  reason: string;
}

export interface MoneyScore {
  state: 'known' | 'unknown';
  amounts: MadeMoney[];
  change_30d?: MadeMoney[];
}

export type HealthBand = 'green' | 'yellow' | 'orange' | 'red';

export interface HealthMeasure {
  name: string;
  /** 0 to 100. */
  score: number;
  weight: number;
  why: string;
}

/** `weight` is in percent, `contribution` in points: all of them make the score. */
export interface HealthFactor {
  name: string;
  score: number;
  weight: number;
  contribution: number;
  confidence: number;
  why: string;
  evidence: Ref[];
  measures: HealthMeasure[];
}

export interface Step {
  factor: string;
  measure: string;
  what: string;
  points: number;
}

/** The score from which each band begins; below the last it is red. */
export interface Bands {
  green: number;
  yellow: number;
  orange: number;
}

/** `completeness`: how much of the model's weight could be judged, 0 to 1. */
export interface Health {
  state: 'judged';
  score: number;
  band: HealthBand;
  bands: Bands;
  model: string;
  as_of: string;
  completeness: number;
  confidence: number;
  factors: HealthFactor[];
  to_green: Step[];
}

/** Of leaving within twelve months. `times`: by how much a signal multiplies the odds. */
export interface ChurnRisk {
  state: 'judged';
  risk: 'low' | 'medium' | 'high';
  /** 0 to 1. */
  probability: number;
  base: number;
  reasons: { kind: string; title: string; times: number }[];
}

export interface Scores {
  health: Health | NotJudged;
  churn: ChurnRisk | NotJudged;
  cltv?: Lifetime | NotJudged;
  mrr?: MoneyScore;
  arr?: MoneyScore;
}

export interface StreamHead {
  account: AccountHead;
  sections: Record<SectionName, SectionEnvelope>;
}

export interface StreamSection {
  name: SectionName;
  section: SectionEnvelope;
}

export interface StreamDone {
  indicators: Indicator[];
  scores: Scores;
  signals: Signal[];
}
