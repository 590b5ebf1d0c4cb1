/** Mirrors rotunda.sections.upcoming.model.UpcomingView. A field that the viewer may not see is absent. */
import type { Instant, Money, Ref } from '@/api/provenance';

export type UpcomingKind = 'renewal' | 'trial_end' | 'cancellation' | 'meeting' | 'task' | 'deal_close';

export interface UpcomingItem {
  ref: Ref;
  kind: UpcomingKind;
  at: Instant;
  title: string;
  owner?: string;
  money?: Money;
  overdue?: boolean;
}

export interface UpcomingView {
  contract?: UpcomingItem[];
  next_renewal_at?: Instant | null;
  engagements?: UpcomingItem[];
  next_meeting_at?: Instant | null;
  deals?: UpcomingItem[];
}
