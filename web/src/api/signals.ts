/** Mirrors rotunda.insight.signals.model and rotunda.view.signals.document: what somebody should act on. */
import type { AccountId, Instant, Money, Ref } from './provenance';
import type { AccountRow } from './service';

export type Severity = 'high' | 'medium' | 'low';

export const SIGNAL_KINDS = [
  'invoice_overdue',
  'payment_failing',
  'subscription_cancelling',
  'subscription_ended',
  'downgrade',
  'no_email',
  'no_contact',
  'usage_declining',
  'feature_abandoned',
  'seats_underused',
  'seats_nearly_full',
  'escalation_open',
  'satisfaction_dropped',
  'deal_stalled',
  'renewal_unattended',
  'single_threaded',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export interface SuggestedAction {
  kind: 'task' | 'meeting' | 'email' | 'record';
  label: string;
  subject?: string;
  text?: string;
}

/** As the page judges it. `stake` is absent for those who may not see money. */
export interface Signal {
  kind: SignalKind;
  fact: string;
  severity: Severity;
  title: string;
  why: string;
  action: SuggestedAction;
  evidence?: Ref[];
  stake?: Money[];
}

/** With what was decided about it. */
export interface KeptSignal extends Signal {
  id: string;
  opened_at: Instant;
  assignee?: { id: string; name: string };
  snoozed_until?: Instant;
  snooze_reason?: string;
  resolved_at?: Instant;
  resolved_by?: string;
  resolved_why?: string;
}

export interface SignalledAccount {
  account: AccountRow & { id: AccountId };
  signals: KeptSignal[];
}

export interface SignalPage {
  items: SignalledAccount[];
  counts: { accounts: number; open: number; snoozed: number; resolved: number };
  next_cursor: string | null;
}

export type SignalState = 'open' | 'snoozed' | 'resolved' | 'standing';
export type SignalOwner = 'mine' | 'team' | 'everyone';
