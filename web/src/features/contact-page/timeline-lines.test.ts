import { describe, expect, it } from 'vitest';

import type { TimelineEntry } from '@/api/contacts';

import { linesOf } from './timeline-lines';

const look = (second: number, name: string): TimelineEntry => ({
  kind: 'event',
  id: `aud_${second.toString()}`,
  at: `2026-11-21T12:00:${second.toString().padStart(2, '0')}Z`,
  event: { action: 'view', via: 'session', by: { id: name, name }, detail: {} },
});
const said = (second: number): TimelineEntry => ({ ...look(second, ''), kind: 'conversation' });

const told = (entries: TimelineEntry[], order: 'newest' | 'oldest') =>
  linesOf(entries, order).map((line) =>
    line.look ? [line.look.last.id, line.look.first.id, line.look.times] : line.entry.id,
  );

describe('a list of all about one person', () => {
  const newest = [look(9, 'mara'), look(8, 'mara'), said(7), look(6, 'mara'), look(5, 'dae')];

  it('folds looks that repeat, never across what was said', () =>
    expect(told(newest, 'newest')).toEqual([
      ['aud_9', 'aud_8', 2],
      'aud_7',
      ['aud_6', 'aud_6', 1],
      ['aud_5', 'aud_5', 1],
    ]));

  it('is the same list from the other end', () =>
    expect(told([...newest].reverse(), 'oldest')).toEqual(told(newest, 'newest').reverse()));
});
