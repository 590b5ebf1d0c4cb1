/** Mirrors rotunda.sections.deals.model.DealsView. A field that the viewer may not see is absent. */
import type { Day, Instant, MadeMoney, Money, Ref } from '@/api/provenance';

export interface Stage {
  id: string;
  label: string;
  probability_percent: number;
}

/** `stage_number` counts from 1 within `stage_count` open stages; null once closed. */
export interface Deal {
  ref: Ref;
  name: string;
  stage: Stage;
  pipeline: string;
  stage_number: number | null;
  stage_count: number;
  closed: boolean;
  won: boolean;
  created_at: Instant;
  value?: Money;
  probability_percent?: number;
  weighted?: Money;
  close_on?: Day;
  closed_at?: Instant;
  entered_stage_at?: Instant;
  owner?: string;
  next_step?: string;
  kind?: string;
  lost_reason?: string;
}

export interface DealsView {
  open_deals?: Deal[];
  closed_deals?: Deal[];
  open_value?: MadeMoney[];
  weighted_value?: MadeMoney[];
  won_value?: MadeMoney[];
  won_count?: number;
  lost_count?: number;
  truncated?: boolean;
}
