import { describe, expect, it } from 'vitest';

import { chanceWords, oddsWords, weightShare } from './words';

describe('a chance in words', () => {
  it.each([
    [0.5, '50 %'],
    [0.989, '98 %'],
    [0.995, '99.5 %'],
    [1, '99.9 %'],
  ])('%f is %s', (probability, words) => expect(chanceWords(probability)).toBe(words));
});

describe('a weight', () => {
  const weight = (bits: number) => ({ comparison: 'name', title: 'Name', words: 'the same', bits });

  it('says what it does to the odds', () => {
    expect([3, 1, 0, -1, -6.64, 13].map(oddsWords)).toEqual(['×8', '×2', '×1', '÷2', '÷100', '×8.2K']);
  });

  it('never grows beyond its bar', () => {
    expect([6, -6, 40].map((bits) => weightShare(weight(bits)))).toEqual([0.5, 0.5, 1]);
  });
});
