/** Mirrors rotunda.sections.usage.model.UsageView. A field that the viewer may not see is absent. */
import type { Day, Instant, MadeCount, Ref } from '@/api/provenance';

export interface DayActive {
  day: Day;
  active_users: number;
  events: number;
}

/** `weekly_users` holds 12 weeks, oldest first. */
export interface FeatureUse {
  key: string;
  name: string;
  available: boolean;
  users_30d: number;
  events_30d: number;
  last_used_at?: Instant;
  weekly_users?: number[];
}

export interface UsageView {
  ref?: Ref;
  users_total?: number;
  active_7d?: number;
  active_30d?: number;
  active_change_7d?: MadeCount | null;
  adoption?: MadeCount | null;
  features_adopted?: number;
  features_available?: number;
  dormant?: boolean;
  seats_purchased?: number;
  last_active_at?: Instant;
  activated_at?: Instant;
  daily?: DayActive[];
  features?: FeatureUse[];
}
