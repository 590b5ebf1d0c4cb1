/**
 * The types that the page is written against are by hand, because a field that a role may not see is absent. Here the
 * compiler holds them against the types generated from the server's OpenAPI document: whatever the server may send must
 * fit. It is never imported: a mismatch fails the type check.
 */
import type { BillingView } from '@/sections/billing/model';
import type { CommunicationView } from '@/sections/communication/model';
import type { DealsView } from '@/sections/deals/model';
import type { PeopleView } from '@/sections/people/model';
import type { ProfileView } from '@/sections/profile/model';
import type { SupportView } from '@/sections/support/model';
import type { UpcomingView } from '@/sections/upcoming/model';
import type { UsageView } from '@/sections/usage/model';

import type { SearchResult } from '@/api/search';
import type { NotificationList, ThreadPage, Written, WrittenPage } from '@/api/written';
import type { SavedView } from '@/api/views';
import type { StreamDone, StreamHead, StreamSection } from '@/api/page';
import type { AccountDeals, Journey, Revenue } from '@/api/insight';
import type { components } from '@/api/schema';
import type {
  AccountPage,
  AuditPage,
  CheckResult,
  Connections,
  Lookup,
  Me,
  SignInOffer,
} from '@/api/service';

/** What is null by default is left out of an answer, so the hand-written types need no null there. */
type WithoutNull<T> = T extends (infer Item)[]
  ? WithoutNull<Item>[]
  : T extends object
    ? { [Key in keyof T]: WithoutNull<Exclude<T[Key], null>> }
    : T;

type Schemas = components['schemas'];
type Sent = { [Name in keyof Schemas]: WithoutNull<Schemas[Name]> };
type Fits<From extends To, To> = From;

export type Conformance = [
  Fits<Sent['BillingView'], BillingView>,
  Fits<Sent['CommunicationView'], CommunicationView>,
  Fits<Sent['DealsView'], DealsView>,
  Fits<Sent['PeopleView'], PeopleView>,
  Fits<Sent['ProfileView'], ProfileView>,
  Fits<Sent['SupportView'], SupportView>,
  Fits<Sent['UpcomingView'], UpcomingView>,
  Fits<Sent['UsageView'], UsageView>,
  Fits<Sent['StreamHead'], StreamHead>,
  Fits<Sent['StreamSection'], StreamSection>,
  Fits<Sent['StreamDone'], StreamDone>,
  Fits<Sent['AccountDeals'], AccountDeals>,
  Fits<Sent['Revenue'], Revenue>,
  Fits<Sent['Journey'], Journey>,
  Fits<Sent['AccountPage'], AccountPage>,
  Fits<Sent['AuditPage'], AuditPage>,
  Fits<Sent['CheckResult'], CheckResult>,
  Fits<Sent['ConnectionList'], Connections>,
  Fits<Sent['Lookup'], Lookup>,
  Fits<Sent['Me'], Me>,
  Fits<Sent['SavedView'], SavedView>,
  Fits<Sent['SearchResult'], SearchResult>,
  Fits<Sent['SignInOffer'], SignInOffer>,
  Fits<Sent['WrittenShown'], Written>,
  Fits<Sent['WrittenPage'], WrittenPage>,
  Fits<Sent['NotificationList'], NotificationList>,
  Fits<Sent['ThreadWhole'], ThreadPage>,
];
