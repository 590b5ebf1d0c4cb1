/** Mirrors rotunda.sections.billing.model.BillingView. A field that the viewer may not see is absent. */
import type { Instant, MadeMoney, Money, Ref } from '@/api/provenance';

export type SubscriptionStatus =
  'active' | 'past_due' | 'trialing' | 'paused' | 'unpaid' | 'incomplete' | 'canceled';

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

export interface SubscriptionItem {
  product: string;
  interval: string;
  quantity?: number;
  amount?: Money;
  metered?: boolean;
}

export interface Subscription {
  ref: Ref;
  status: SubscriptionStatus;
  currency: string;
  items: SubscriptionItem[];
  started_at: Instant;
  mrr?: MadeMoney;
  trial_mrr?: MadeMoney;
  mrr_exact?: string;
  trial_mrr_exact?: string;
  mrr_if_live?: Money;
  interval?: string;
  current_period_end_at?: Instant;
  renews_at?: Instant;
  trial_ends_at?: Instant;
  cancel_at?: Instant;
  canceled_at?: Instant;
  ended_at?: Instant;
  collection_paused?: boolean;
  collection_resumes_at?: Instant;
  sent_by_invoice?: boolean;
  discounts?: string[];
  notes?: string[];
}

export interface Invoice {
  ref: Ref;
  status: InvoiceStatus;
  total: Money;
  amount_due: Money;
  amount_paid: Money;
  amount_remaining: Money;
  created_at: Instant;
  number?: string;
  due_at?: Instant;
  paid_at?: Instant;
  overdue_since?: Instant;
  payment_failed?: boolean;
  attempts?: number;
  next_attempt_at?: Instant;
  pay_url?: string;
  pdf_url?: string;
}

export interface Payment {
  ref: Ref;
  at: Instant;
  amount: Money;
  refunded: Money;
  succeeded: boolean;
  pending?: boolean;
  disputed?: boolean;
  dispute_lost?: boolean;
  failure_code?: string;
  failure_message?: string;
}

export interface MonthPaid {
  month: string;
  paid: Money[];
}

export interface Overdue {
  count: number;
  amounts: Money[];
  oldest_due_at: Instant;
}

export interface BillingCustomer {
  ref: Ref;
  created_at?: Instant;
  name?: string;
  email?: string;
  credit?: Money;
}

export interface PlanLine {
  ref: Ref;
  products: string[];
  status: SubscriptionStatus;
  interval?: string;
  seats?: number;
  started_at?: Instant;
  renews_at?: Instant;
  trial_ends_at?: Instant;
  cancel_at?: Instant;
  ended_at?: Instant;
  collection_paused?: boolean;
}

export interface BillingView {
  plans?: PlanLine[];
  next_renewal_at?: Instant | null;
  payment_ok?: boolean;
  customers?: BillingCustomer[];
  mrr?: MadeMoney[];
  arr?: MadeMoney[];
  trial_mrr?: MadeMoney[];
  mrr_change_30d?: MadeMoney[];
  subscriptions?: Subscription[];
  invoices?: Invoice[];
  payments?: Payment[];
  failed_payments_30d?: number;
  paid_by_month?: MonthPaid[];
  lifetime_paid?: MadeMoney[];
  overdue?: Overdue;
  truncated?: string[];
}
