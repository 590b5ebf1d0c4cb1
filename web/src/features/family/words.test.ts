import { describe, expect, it } from 'vitest';

import { amountWords, gapWords, namedWords } from './words';

const named = (count: number, ...names: string[]) => ({
  count,
  first: names.map((name) => ({ id: name, name })),
});

describe('a figure of several accounts', () => {
  it('says each currency by itself', () => {
    const money = [
      { amount_minor: 233600, currency: 'EUR' },
      { amount_minor: 43000, currency: 'USD' },
    ];
    expect(amountWords({ kind: 'money' }, { money })).toBe('€2,336 + US$430');
  });

  it.each([
    ['money', {}, 'None'],
    ['number', { number: 0 }, '0'],
    ['number', {}, 'Not known'],
  ] as const)('%s of %o is %s', (kind, amount, words) => expect(amountWords({ kind }, amount)).toBe(words));

  it('says what it lacks and what is old in it', () => {
    expect(gapWords({ without: named(0), old: named(0) })).toBeUndefined();
    expect(gapWords({ without: named(1, 'Acme'), old: named(2, 'Beta', 'Ceta') })).toBe(
      'without Acme; old: Beta and Ceta',
    );
  });

  it('names the first few', () => expect(namedWords(named(12, 'A', 'B'))).toBe('A, B and 10 more'));
});
