/** Mirrors rotunda.sections.profile.model.ProfileView. A field that the viewer may not see is absent. */
import type { Day, Instant, Ref, Sourced } from '@/api/provenance';

export type ProductStatus = 'active' | 'trial' | 'suspended' | 'closed';

export interface Owner {
  role: string;
  name: string;
  email?: string;
  team?: string;
}

export interface ParentCompany {
  ref: Ref;
  name: string | null;
}

export interface ProfileView {
  records?: Ref[];
  name?: Sourced<string>;
  domain?: Sourced<string>;
  industry?: Sourced<string>;
  employees?: Sourced<number>;
  city?: Sourced<string>;
  country?: Sourced<string>;
  phone?: Sourced<string>;
  lifecycle_stage?: Sourced<string>;
  customer_since?: Sourced<Instant>;
  last_activity_at?: Sourced<Instant>;
  parent?: Sourced<ParentCompany>;
  children?: Sourced<number>;
  owners?: Sourced<Owner>[];
  plan?: Sourced<string>;
  product_status?: Sourced<ProductStatus>;
  trial_ends_at?: Sourced<Instant>;
  contract_ends_on?: Sourced<Day>;
  auto_renew?: Sourced<boolean>;
  feature_flags?: Sourced<string>[];
  tags?: Sourced<string>[];
}
