import type { MadeMoney } from '@/api/provenance';
import type { BadgeTone } from '@/components/badge';
import { inWords } from '@/lib/text';

import type { Invoice, Payment, SubscriptionStatus } from './model';

export interface StatusWords {
  text: string;
  tone: BadgeTone;
}

const SUBSCRIPTION_TONES: Record<SubscriptionStatus, BadgeTone> = {
  active: 'green',
  trialing: 'blue',
  past_due: 'red',
  unpaid: 'red',
  incomplete: 'orange',
  paused: 'yellow',
  canceled: 'grey',
};

export const subscriptionStatus = (status: SubscriptionStatus): StatusWords => ({
  text: inWords(status),
  tone: SUBSCRIPTION_TONES[status],
});

/** Overdue and failed are worse news than "open": they are what is said. */
export function invoiceStatus(invoice: Invoice): StatusWords {
  if (invoice.overdue_since) return { text: 'Overdue', tone: 'red' };
  if (invoice.payment_failed && invoice.status === 'open') return { text: 'Payment failed', tone: 'red' };
  switch (invoice.status) {
    case 'paid':
      return { text: 'Paid', tone: 'green' };
    case 'open':
      return { text: 'Open', tone: 'blue' };
    case 'uncollectible':
      return { text: 'Uncollectible', tone: 'orange' };
    case 'draft':
    case 'void':
      return { text: inWords(invoice.status), tone: 'grey' };
  }
}

export function paymentStatus(payment: Payment): StatusWords {
  if (payment.disputed) return { text: payment.dispute_lost ? 'Dispute lost' : 'Disputed', tone: 'red' };
  if (payment.pending) return { text: 'Pending', tone: 'blue' };
  if (!payment.succeeded) return { text: 'Failed', tone: 'red' };
  if (payment.refunded.amount_minor >= payment.amount.amount_minor && payment.amount.amount_minor > 0)
    return { text: 'Refunded', tone: 'grey' };
  if (payment.refunded.amount_minor > 0) return { text: 'Partly refunded', tone: 'yellow' };
  return { text: 'Paid', tone: 'green' };
}

/** How much MRR moved against what it was before, in the same currency: -0.06 is 6 % down. */
export function changeRatio(now: readonly MadeMoney[], change: MadeMoney): number | undefined {
  const { currency, amount_minor } = change.money;
  const current = now.find((each) => each.money.currency === currency)?.money.amount_minor ?? 0;
  const before = current - amount_minor;
  return before > 0 ? amount_minor / before : undefined;
}
