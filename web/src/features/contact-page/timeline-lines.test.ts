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

const told = (entries: TimelineEntry[], order: 'newest' | 'oldest', whole = false) =>
  linesOf(entries, order, whole).map((line) =>
    line.looks ? line.looks.map(({ last, first, times }) => [last.id, first.id, times]) : line.entry.id,
  );

describe('a list of all about one person', () => {
  const newest = [look(9, 'mara'), look(8, 'mara'), said(7), look(6, 'mara'), look(5, 'dae')];

  it('folds looks that repeat, never across what was said', () =>
    expect(told(newest, 'newest')).toEqual([
      [['aud_9', 'aud_8', 2]],
      'aud_7',
      [['aud_6', 'aud_6', 1]],
      [['aud_5', 'aud_5', 1]],
    ]));

  it('is the same list from the other end', () =>
    expect(told([...newest].reverse(), 'oldest')).toEqual(told(newest, 'newest').reverse()));

  it('keeps a long run of looks in one line, unless looks are what is listed', () => {
    const run = [look(9, 'mara'), look(8, 'dae'), look(7, 'mara'), said(6)];
    expect(told(run, 'newest')).toEqual([
      [
        ['aud_9', 'aud_9', 1],
        ['aud_8', 'aud_8', 1],
        ['aud_7', 'aud_7', 1],
      ],
      'aud_6',
    ]);
    expect(told(run, 'newest', true)).toHaveLength(4);
  });
});
