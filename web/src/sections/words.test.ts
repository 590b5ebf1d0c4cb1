import { describe, expect, it } from 'vitest';

import { entryTitle } from './communication/words';
import { keyPeople } from './people/words';
import type { Ticket } from './support/model';
import { handlingWords, severityWords, topTickets } from './support/words';
import { adoptionWords, seatWords } from './usage/words';

const ref = { source: 'x', record_type: 'x', external_id: '1' };

describe('what the sections say', () => {
  it('names the worst severities first', () => {
    expect(severityWords({ normal: 2, urgent: 1, high: 3 })).toBe('1 urgent, 3 high');
    expect(severityWords({ none: 2 })).toBe('2 without severity');
    expect(severityWords(undefined)).toBe('');
  });

  it('puts open tickets before closed ones, by severity, the newest of the closed next', () => {
    const ticket = (
      number: string,
      status: Ticket['status'],
      severity: Ticket['severity'],
      day: string,
    ): Ticket => ({
      ref: { ...ref, external_id: number },
      number,
      subject: number,
      status,
      severity,
      created_at: `2026-11-${day}T00:00:00Z`,
      updated_at: 'x',
    });
    const tickets = [
      ticket('closed', 'closed', 'urgent', '20'),
      ticket('calm', 'open', 'none', '19'),
      ticket('solved', 'solved', 'low', '21'),
      ticket('pressing', 'pending', 'urgent', '01'),
    ];
    expect(topTickets(tickets, 3).map((each) => each.number)).toEqual(['pressing', 'calm', 'solved']);
  });

  it('says who handles a ticket as far as it may be known', () => {
    const ticket = {
      ref,
      number: '1',
      subject: 'x',
      status: 'open',
      severity: 'low',
      created_at: 'x',
      updated_at: 'x',
    } as const;
    expect(handlingWords({ ...ticket, assignee: 'Ada', group: 'Platform', channel: 'email' })).toBe(
      'Ada, by email',
    );
    expect(handlingWords({ ...ticket, group: 'Platform' })).toBe('Platform');
    expect(handlingWords(ticket)).toBe('');
  });

  it('counts seats where they are sold and shown, users otherwise, and nothing that is hidden', () => {
    expect(seatWords({ active_30d: 84, seats_purchased: 120, users_total: 96 })).toBe(
      '84 of 120 seats used in 30 days',
    );
    expect(seatWords({ active_30d: 84, users_total: 96 })).toBe('84 of 96 users active in 30 days');
    expect(seatWords({})).toBeNull();
    expect(adoptionWords({ features_adopted: 1, features_available: 1 })).toBe('1 of 1 feature adopted');
    expect(adoptionWords({})).toBeNull();
  });

  it('says what kind of contact it was', () => {
    const entry = { ref, at: 'x' };
    expect(entryTitle({ ...entry, channel: 'email', direction: 'inbound', subject: 'Invoice' })).toBe(
      'Email received · Invoice',
    );
    expect(
      entryTitle({
        ...entry,
        channel: 'call',
        direction: 'outbound',
        duration_seconds: 1440,
        outcome: 'CONNECTED',
      }),
    ).toBe('Call made · 24 min, connected');
    expect(entryTitle({ ...entry, channel: 'note' })).toBe('Note');
  });

  it('puts deciders before others, and then whoever was spoken to last', () => {
    const person = (name: string, more: object = {}) => ({ records: [ref], name, ...more });
    const people = [
      person('Early', { last_contacted_at: '2026-01-01T00:00:00Z' }),
      person('Late', { last_contacted_at: '2026-11-01T00:00:00Z' }),
      person('User', { roles: ['end_user'] }),
      person('Buyer', { roles: ['economic_buyer'] }),
      person('Decider', { roles: ['influencer', 'decision_maker'] }),
    ];
    expect(keyPeople(people, 4).map((each) => each.name)).toEqual(['Decider', 'Buyer', 'User', 'Late']);
  });
});
