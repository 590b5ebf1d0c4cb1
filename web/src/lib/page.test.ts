import { describe, expect, it } from 'vitest';

import type { Indicator, SectionEnvelope, StreamDone } from '@/api/page';
import type { State } from '@/api/provenance';

import { askAgainAfter, type Page, type PageEvent, viewOf, withEvent, worst } from './page';

const envelope = (state: State, data: unknown = null): SectionEnvelope => ({
  state,
  as_of: null,
  sources: [],
  data,
});

const account = { id: 'acc_1', name: 'Northwind' };

const head = (sections: Record<string, SectionEnvelope>): PageEvent => ({
  event: 'head',
  data: { account, sections },
});

const section = (name: string, arrived: SectionEnvelope): PageEvent => ({
  event: 'section',
  data: { name, section: arrived },
});

const judgement: StreamDone = {
  signals: [],
  indicators: [{ id: 'i', section: 'billing', tone: 'red', title: 'Overdue', why: 'x' }],
  scores: {
    health: { state: 'not_judged', reason: 'x' },
    churn: { state: 'not_judged', reason: 'x' },
    cltv: { state: 'not_judged', reason: 'x' },
  },
};

function after(before: Page | undefined, ...events: PageEvent[]): Page | undefined {
  return events.reduce((page, event, index) => withEvent(page, event, 1000 + index), before);
}

describe('the page as it arrives', () => {
  it('starts with what the head knows and fills section by section', () => {
    const page = after(
      undefined,
      head({ billing: envelope('pending'), usage: envelope('fresh', { active_7d: 3 }) }),
      section('billing', envelope('fresh', { mrr: [] })),
    );
    expect(page?.sections.billing?.state).toBe('fresh');
    expect(page?.sections.billing?.received_at).toBe(1001);
    expect(page && viewOf(page, 'usage')).toEqual({ active_7d: 3 });
    expect(page?.indicators).toBeUndefined();
  });

  it('keeps what is shown while it is asked again, until the new answer is there', () => {
    const first = after(
      undefined,
      head({ billing: envelope('pending') }),
      section('billing', envelope('fresh', { mrr: [1] })),
      { event: 'done', data: judgement },
    );
    const again = after(first, head({ billing: envelope('pending') }));
    expect(again?.sections.billing).toEqual(first?.sections.billing);
    expect(again?.indicators).toEqual(judgement.indicators);
    const gone = after(again, section('billing', envelope('unavailable')));
    expect(gone?.sections.billing?.state).toBe('unavailable');
    expect(gone && viewOf(gone, 'billing')).toBeUndefined();
  });

  it('drops a section that the viewer may no longer see', () => {
    const first = after(undefined, head({ billing: envelope('fresh', {}), usage: envelope('fresh', {}) }));
    expect(Object.keys(after(first, head({ usage: envelope('pending') }))?.sections ?? {})).toEqual([
      'usage',
    ]);
  });

  it('changes no other section when one arrives', () => {
    const first = after(undefined, head({ billing: envelope('fresh', {}), usage: envelope('fresh', {}) }));
    const then = after(first, section('usage', envelope('unavailable')));
    expect(then?.sections.billing).toBe(first?.sections.billing);
  });

  it('renews the sections that were asked for, and leaves the others as they stand', () => {
    const first = after(
      undefined,
      head({ billing: envelope('fresh', {}), usage: envelope('fresh', {}), support: envelope('fresh', {}) }),
    );
    const only = ['usage', 'support'];
    const then = withEvent(first, head({ support: envelope('fresh', { open_count: 2 }) }), 5000, only);
    expect(Object.keys(then?.sections ?? {})).toEqual(['billing', 'support']);
    expect(then?.sections.billing).toBe(first?.sections.billing);
    expect(then && viewOf(then, 'support')).toEqual({ open_count: 2 });
    const still = withEvent(first, head({ usage: envelope('pending') }), 5000, ['usage']);
    expect(still?.sections).toEqual(first?.sections);
  });

  it('ignores what comes before any head', () => {
    expect(after(undefined, section('billing', envelope('fresh', {})))).toBeUndefined();
    expect(after(undefined, { event: 'done', data: judgement })).toBeUndefined();
  });
});

describe('judgement', () => {
  it('gives a tile the worst tone of its own section', () => {
    const indicator = (id: string, of: string, tone: Indicator['tone']): Indicator => ({
      id,
      section: of,
      tone,
      title: id,
      why: id,
    });
    const all = [
      indicator('good', 'billing', 'green'),
      indicator('late', 'billing', 'yellow'),
      indicator('urgent', 'support', 'red'),
    ];
    expect(worst(all, 'billing')?.id).toBe('late');
    expect(worst(all, 'usage')).toBeUndefined();
    expect(worst(undefined, 'billing')).toBeUndefined();
  });
});

describe('asking again', () => {
  const source = (state: State, reason: string | null = null): SectionEnvelope => ({
    ...envelope(state, {}),
    sources: [
      {
        source: 'zendesk',
        title: 'Zendesk',
        connection: 'con_1',
        mode: 'live',
        state,
        as_of: null,
        age_seconds: null,
        reason,
        url: null,
      },
    ],
  });
  const answers = (...states: SectionEnvelope[]): number => {
    const page = states.reduce<Page | undefined>(
      (before, state) => after(before, head({ support: state }), { event: 'done', data: judgement }),
      undefined,
    );
    return page ? askAgainAfter(page) : 0;
  };

  it('waits a minute while all is well', () => {
    expect(answers(source('fresh'))).toBe(60_000);
    expect(answers(source('unknown_customer'))).toBe(60_000);
  });

  it('comes back soon to a source that does not answer', () => {
    expect(answers(source('unavailable', 'Refused.'))).toBe(8000);
    expect(answers(source('unavailable', 'Refused.'), source('unavailable', 'Refused.'))).toBe(8000);
  });

  it('fetches what is being renewed at once, and less and less often while it stays so', () => {
    expect(answers(source('stale'))).toBe(2500);
    expect(answers(source('stale'), source('stale'), source('stale'))).toBe(10_000);
    expect(answers(...Array.from({ length: 12 }, () => source('stale')))).toBe(60_000);
    expect(answers(source('stale'), source('fresh'), source('stale'))).toBe(2500);
  });

  it('does not take an old answer whose source fails for one that is being renewed', () => {
    expect(answers(source('stale', 'Refused.'))).toBe(8000);
  });
});
