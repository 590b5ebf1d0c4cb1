import { describe, expect, it } from 'vitest';

import type { TimelineEvent } from '@/api/timeline';

import { allOf, countOf, FILTERS, KINDS, toggled } from './kinds';
import { factsOf, peopleWords, sizeWords, whatOf } from './words';

const event = (more: Partial<TimelineEvent>): TimelineEvent => ({
  id: 'evt_1',
  type: 'call',
  at: '2026-11-12T11:05:00Z',
  ...more,
});

describe('an event in words', () => {
  it('says what its kind has to tell', () => {
    const call = { type: 'call', outbound: true, duration_seconds: 1440, disposition: 'connected' } as const;
    expect(whatOf(event({ details: call }))).toBe('Call, 24 min, connected, outbound');
    expect(whatOf(event({}))).toBe('Call');
    const note = { type: 'ticket', number: '48201', public: false } as const;
    expect(whatOf(event({ type: 'ticket', details: note }))).toBe('Ticket #48201 · internal note');
  });

  it('tells from what to what, and how much', () => {
    const money = { amount_minor: 2_400_000, currency: 'EUR' };
    const change = {
      type: 'change',
      field: 'stage',
      before: 'Proposal',
      after: 'Negotiation',
      money,
    } as const;
    expect(factsOf(event({ details: change }))).toBe('Proposal → Negotiation · €24,000');
    const bill = { type: 'billing', what: 'Payment failed', money, number: 'INV-1' } as const;
    expect(factsOf(event({ details: bill }))).toBe('INV-1 · €24,000');
    expect(factsOf(event({ details: bill, subject: 'INV-1' }))).toBe('€24,000');
  });

  it('names people once, the first of many', () => {
    const people = ['A', 'B', 'A', 'C', 'D'].map((name) => ({ role: 'to', name }) as const);
    expect(peopleWords(people)).toBe('A, B, C and 1 more');
    expect(peopleWords([{ role: 'from', address: 'a@b.example' }])).toBe('a@b.example');
  });

  it('writes sizes as people do', () => {
    expect([0, 999, 84_000, 2_600_000].map(sizeWords)).toEqual(['0 B', '999 B', '84 kB', '3 MB']);
  });
});

describe('kinds', () => {
  it('reach every type exactly once', () => {
    const types = FILTERS.flatMap((each) => each.types);
    expect([...types].sort()).toEqual(Object.keys(KINDS).sort());
  });

  it('are chosen and let go together', () => {
    const [emails, calls] = FILTERS;
    if (!emails || !calls) throw new Error('there are kinds');
    const both = toggled(toggled([], emails), calls);
    expect(both).toEqual(['email_sent', 'email_received', 'call']);
    expect(toggled(both, emails)).toEqual(['call']);
    expect(toggled(['email_sent'], emails)).toEqual(['email_sent', 'email_received']);
  });

  it('are counted by what there is', () => {
    expect(countOf({ email_sent: 2, call: 1 }, ['email_sent', 'email_received'])).toBe(2);
    expect(allOf({ email_sent: 2, call: 1 })).toBe(3);
  });
});
