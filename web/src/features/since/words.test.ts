import { describe, expect, it } from 'vitest';

import type { Since } from '@/api/since';

import { changesIn } from './words';

const since = (more: Partial<Since>): Since => ({
  since: '2026-11-19T10:00:00Z',
  until: '2026-11-20T10:00:00Z',
  moved: [],
  fields: [],
  events: {},
  ...more,
});

describe('what has changed', () => {
  it('is nothing where nothing has', () => {
    expect(changesIn(since({}))).toEqual([]);
  });

  it('tells numbers from what to what, with every currency', () => {
    const euros = (minor: number) => ({ money: [{ amount_minor: minor, currency: 'EUR' }] });
    const mrr = { name: 'mrr', title: 'MRR', section: 'billing' };
    expect(changesIn(since({ moved: [{ ...mrr, before: euros(840_000), now: euros(790_000) }] }))).toEqual([
      'MRR €8,400 → €7,900',
    ]);
    expect(changesIn(since({ moved: [{ ...mrr, before: null, now: { number: 4 } }] }))).toEqual([
      'MRR not known → 4',
    ]);
  });

  it('names who has set what, and counts events', () => {
    const field = { id: 'fld_1', name: 'tags', title: 'Tags', kind: 'many_choices' } as const;
    const line = { what: 'field', id: 'x', at: '2026-11-20T09:00:00Z', edit: 'e', field } as const;
    const told = changesIn(
      since({
        fields: [{ ...line, new: ['pilot'], by: { id: 'usr_1', name: 'Maya' } }],
        events: { call: 2, ticket: 1 },
      }),
    );
    expect(told).toEqual(['Tags: pilot (Maya)', '3 new events']);
  });
});
