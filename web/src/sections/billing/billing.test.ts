import { describe, expect, it } from 'vitest';

import type { MadeMoney, Money } from '@/api/provenance';

import type { BillingView, Invoice, Payment } from './model';
import { currenciesOf, monthsIn } from './revenue-months';
import { changeRatio, invoiceStatus, paymentStatus } from './words';

const eur = (amount_minor: number): Money => ({ amount_minor, currency: 'EUR' });
const usd = (amount_minor: number): Money => ({ amount_minor, currency: 'USD' });
const made = (money: Money): MadeMoney => ({ money, made: { formula: 'x' } });
const ref = { source: 'stripe', record_type: 'invoice', external_id: 'in_1' };

describe('revenue by month', () => {
  const view: BillingView = {
    mrr: [made(eur(100)), made(usd(900))],
    paid_by_month: [
      { month: '2026-10', paid: [eur(500)] },
      { month: '2026-11', paid: [] },
    ],
  };

  it('shows the currency with most MRR first and every one that was paid', () => {
    expect(currenciesOf(view)).toEqual(['USD', 'EUR']);
    expect(currenciesOf({})).toEqual([]);
    expect(currenciesOf({ paid_by_month: [{ month: '2026-10', paid: [eur(1)] }] })).toEqual(['EUR']);
  });

  it('keeps currencies apart and counts an empty month as nothing paid', () => {
    expect(monthsIn(view, 'EUR').map((each) => each.paid.amount_minor)).toEqual([500, 0]);
    expect(monthsIn(view, 'USD').map((each) => each.paid)).toEqual([usd(0), usd(0)]);
  });
});

describe('the change of MRR', () => {
  it('is relative to what it was before', () => {
    expect(changeRatio([made(eur(940))], made(eur(-60)))).toBeCloseTo(-0.06);
  });

  it('has no ratio where nothing was before, or in another currency', () => {
    expect(changeRatio([made(eur(500))], made(eur(500)))).toBeUndefined();
    expect(changeRatio([made(usd(500))], made(eur(500)))).toBeUndefined();
  });

  it('is minus 100 % when all of it ended', () => {
    expect(changeRatio([], made(eur(-500)))).toBe(-1);
  });
});

describe('what is said of an invoice or payment', () => {
  const invoice: Invoice = {
    ref,
    status: 'open',
    total: eur(10),
    amount_due: eur(10),
    amount_paid: eur(0),
    amount_remaining: eur(10),
    created_at: '2026-11-01T00:00:00Z',
  };
  const payment: Payment = {
    ref,
    at: invoice.created_at,
    amount: eur(10),
    refunded: eur(0),
    succeeded: true,
  };

  it('is the worst that is true of it', () => {
    expect(invoiceStatus(invoice).text).toBe('Open');
    expect(invoiceStatus({ ...invoice, payment_failed: true }).text).toBe('Payment failed');
    expect(invoiceStatus({ ...invoice, payment_failed: true, overdue_since: 'x' }).text).toBe('Overdue');
    expect(invoiceStatus({ ...invoice, status: 'paid', payment_failed: true }).text).toBe('Paid');
  });

  it('tells whole from partial refunds, and disputes from both', () => {
    expect(paymentStatus(payment).text).toBe('Paid');
    expect(paymentStatus({ ...payment, refunded: eur(4) }).text).toBe('Partly refunded');
    expect(paymentStatus({ ...payment, refunded: eur(10) }).text).toBe('Refunded');
    expect(paymentStatus({ ...payment, succeeded: false }).text).toBe('Failed');
    expect(paymentStatus({ ...payment, succeeded: false, pending: true }).text).toBe('Pending');
    expect(paymentStatus({ ...payment, disputed: true, dispute_lost: true }).text).toBe('Dispute lost');
  });
});
