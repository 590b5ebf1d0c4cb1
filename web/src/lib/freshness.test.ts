import { describe, expect, it } from 'vitest';

import type { SourceReport } from '@/api/page';
import type { State } from '@/api/provenance';

import { ageOf, freshnessWords, type HeldSection, isDimmed } from './freshness';
import { SECOND } from './time';

const RECEIVED = 1_000_000;

function report(title: string, state: State, more: Partial<SourceReport> = {}): SourceReport {
  const read = state === 'fresh' || state === 'stale';
  return {
    source: title.toLowerCase(),
    title,
    connection: `con_${title}`,
    mode: 'live',
    state,
    as_of: read ? '2026-11-21T12:00:00Z' : null,
    age_seconds: read ? 12 : null,
    reason: null,
    url: null,
    ...more,
  };
}

const held = (state: State, ...sources: SourceReport[]): HeldSection => ({
  state,
  as_of: null,
  sources,
  received_at: RECEIVED,
});

const words = (section: HeldSection, later = 0) => freshnessWords(section, RECEIVED + later);

describe('freshness', () => {
  it('ticks from the moment of arrival, and never backwards', () => {
    const fresh = report('Stripe', 'fresh');
    expect(ageOf(fresh, RECEIVED, RECEIVED + 5 * SECOND)).toBe(17 * SECOND);
    expect(ageOf(fresh, RECEIVED, RECEIVED - 60 * SECOND)).toBe(12 * SECOND);
    expect(ageOf(report('Stripe', 'unavailable'), RECEIVED, RECEIVED)).toBeUndefined();
  });

  it('says live or synced, and the age', () => {
    expect(words(held('fresh', report('Stripe', 'fresh')), 5 * SECOND).text).toBe('Stripe · live, 17 s ago');
    const synced = report('Mixpanel', 'fresh', { mode: 'synced', age_seconds: 540 });
    expect(words(held('fresh', synced)).text).toBe('Mixpanel · synced 9 min ago');
  });

  it('says the oldest age of several sources', () => {
    const sources = [
      report('HubSpot', 'fresh'),
      report('Product', 'fresh', { mode: 'synced', age_seconds: 540 }),
    ];
    expect(words(held('fresh', ...sources)).text).toBe('HubSpot and Product · oldest 9 min ago');
    expect(words(held('fresh', ...sources, report('Zendesk', 'fresh'))).text).toBe(
      '3 sources · oldest 9 min ago',
    );
  });

  it('tells old because the source fails from old because it is being renewed', () => {
    const failing = held('stale', report('Zendesk', 'stale', { reason: 'It refused.', age_seconds: 7200 }));
    expect(words(failing)).toEqual({
      text: 'Zendesk does not answer · shown as of 2 h ago',
      standing: 'warning',
    });
    expect(isDimmed(failing)).toBe(true);
    const renewing = held('stale', report('Zendesk', 'stale', { age_seconds: 90 }));
    expect(words(renewing)).toEqual({ text: 'Zendesk · 1 min ago, being renewed', standing: 'quiet' });
    expect(isDimmed(renewing)).toBe(false);
  });

  it('names the sources that fail, and only them', () => {
    const partial = held(
      'partial',
      report('HubSpot', 'fresh'),
      report('Zendesk', 'unavailable', { reason: 'x' }),
    );
    expect(words(partial)).toEqual({
      text: 'Zendesk does not answer · the rest is current',
      standing: 'warning',
    });
    expect(isDimmed(partial)).toBe(false);
  });

  it.each<[State, string]>([
    ['unavailable', 'Zendesk does not answer'],
    ['unknown_customer', 'Not known to Zendesk'],
    ['pending', 'Asking Zendesk'],
  ])('looks like what it is when it is %s', (state, text) => {
    expect(words(held(state, report('Zendesk', state))).text).toBe(text);
  });

  it('has words when no source stands behind it', () => {
    expect(words(held('not_connected')).text).toBe('No source is connected');
    expect(words(held('unavailable')).text).toBe('The source does not answer');
    expect(words(held('pending')).text).toBe('Asking');
  });
});
