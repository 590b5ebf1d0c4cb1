/** Mirrors rotunda.view.since and rotunda.view.metrics: how a customer was. */
import type { FieldChanged } from './fields';
import type { Day, Instant, Money, SectionName, SourceName } from './provenance';
import type { EventPage } from './timeline';

/** Exactly one is set; money in as many currencies as there are. */
export interface PastValue {
  text?: string;
  number?: number;
  money?: Money[];
  at?: Instant;
}

export interface MovedValue {
  name: string;
  title: string;
  section: SectionName;
  before: PastValue | null;
  now: PastValue | null;
}

/** `since` is null at the first look; `until` is sent back when all this was seen. */
export interface Since {
  since: Instant | null;
  until: Instant;
  moved: MovedValue[];
  fields: FieldChanged[];
  events: NonNullable<EventPage['counts']>;
}

export interface MetricSeries {
  name: string;
  title: string;
  section: SectionName;
  currency: string | null;
  points: [day: Day, value: number][];
  change_30d: { day: Day; before: number; ratio: number | null } | null;
}

export interface MetricThen {
  name: string;
  title: string;
  section: SectionName;
  day: Day;
  source: SourceName;
  number?: number;
  money?: Money;
  at?: Instant;
}

export interface FieldThen {
  name: string;
  title: string;
  value?: unknown;
  user?: { id: string; name: string };
  changed?: boolean;
}

/** At the end of that day, in UTC. */
export interface AccountThen {
  day: Day;
  fields: FieldThen[];
  metrics: MetricThen[];
}
