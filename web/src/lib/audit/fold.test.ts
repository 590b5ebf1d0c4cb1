import { describe, expect, it } from 'vitest';

import type { AuditRow } from '@/api/service';

import { foldRepeats, isRefresh } from './fold';

const row = (
  id: number,
  user: string,
  action = 'account.view',
  detail: Record<string, unknown> = {},
): AuditRow => ({
  id,
  at: `2026-11-21T12:00:${id.toString().padStart(2, '0')}Z`,
  user: { id: user, name: user },
  via: 'session',
  action,
  account: { id: 'acc_1', name: 'Northwind' },
  detail,
});

describe('looks that repeat', () => {
  it('become one line with the newest and the oldest of the run', () => {
    const folded = foldRepeats([row(9, 'mara'), row(8, 'mara'), row(7, 'dae'), row(6, 'mara')]);
    expect(folded.map(({ last, first, times }) => [last.id, first.id, times])).toEqual([
      [9, 8, 2],
      [7, 7, 1],
      [6, 6, 1],
    ]);
  });

  it('stay apart when anything but the time differs', () => {
    expect(foldRepeats([row(9, 'mara'), row(8, 'mara', 'account.search')])).toHaveLength(2);
    expect(
      foldRepeats([row(9, 'mara', 'list', { q: 'a' }), row(8, 'mara', 'list', { q: 'b' })]),
    ).toHaveLength(2);
  });

  it('are never mixed with refreshes', () => {
    const refresh = { refresh: true };
    const rows = [
      row(9, 'mara', 'view', refresh),
      row(8, 'mara', 'view', refresh),
      row(7, 'mara', 'view'),
      row(6, 'mara', 'view'),
    ];
    expect(foldRepeats(rows).map(({ last, times }) => [isRefresh(last), times])).toEqual([
      [true, 2],
      [false, 2],
    ]);
  });

  it('lose no look', () => {
    const rows = Array.from({ length: 30 }, (_, index) => row(59 - index, index % 7 < 3 ? 'mara' : 'dae'));
    expect(foldRepeats(rows).reduce((sum, each) => sum + each.times, 0)).toBe(30);
  });
});
