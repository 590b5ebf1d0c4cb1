/** Mirrors rotunda.sections.people.model.PeopleView. A field that the viewer may not see is absent. */
import type { Instant, Ref } from '@/api/provenance';

export type BuyingRole =
  'champion' | 'decision_maker' | 'economic_buyer' | 'influencer' | 'blocker' | 'end_user';

export interface Person {
  records: Ref[];
  name: string;
  title?: string;
  roles?: BuyingRole[];
  email?: string;
  phone?: string;
  lifecycle_stage?: string;
  owner?: string;
  last_contacted_at?: Instant;
  last_seen_at?: Instant;
  product_role?: string;
}

export interface PeopleView {
  people?: Person[];
  total?: number;
  /** The oldest record of anybody there, unless there are more than were read. */
  first?: { ref: Ref; name: string; created_at: Instant };
}
