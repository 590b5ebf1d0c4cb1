import { describe, expect, it } from 'vitest';

import { count, formatRatio, niceCeiling, rollingMean } from './numbers';

describe('numbers', () => {
  it('counts in words', () => {
    expect(count(1, 'ticket')).toBe('1 ticket');
    expect(count(1200, 'ticket')).toBe('1,200 tickets');
    expect(count(2, 'person', 'people')).toBe('2 people');
  });

  it('writes ratios as percent', () => {
    expect(formatRatio(0.824)).toBe('82%');
    expect(formatRatio(-0.14)).toBe('-14%');
  });

  it('averages over what is there at the start and over the window after it', () => {
    expect(rollingMean([2, 4, 6, 8], 2)).toEqual([2, 3, 5, 7]);
    expect(rollingMean([], 7)).toEqual([]);
  });

  it.each([
    [0, 1],
    [7, 10],
    [840000, 1000000],
    [21, 25],
    [2, 2],
  ])('finds a round number not below %d', (value, ceiling) => {
    expect(niceCeiling(value)).toBe(ceiling);
  });
});
