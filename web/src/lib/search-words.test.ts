import { describe, expect, it } from 'vitest';

import { hasWord, nextSort, valueOf, withoutWord, withValue, withWord, wordsOf } from './search-words';

describe('the words of a search', () => {
  it('keeps quoted text together', () => {
    expect(wordsOf('plan:pro  "north wind" city:"New York" x')).toEqual([
      'plan:pro',
      '"north wind"',
      'city:"New York"',
      'x',
    ]);
    expect(wordsOf('   ')).toEqual([]);
  });

  it('turns a filter on once and off wholly, leaving the rest', () => {
    const on = withWord('north', 'owner:me');
    expect(on).toBe('north owner:me');
    expect(withWord(on, 'OWNER:me')).toBe(on);
    expect(hasWord(on, 'Owner:Me')).toBe(true);
    expect(withoutWord(on, 'owner:me')).toBe('north');
  });

  it('sets one value per operator', () => {
    expect(withValue('north plan:pro', 'plan', 'enterprise')).toBe('north plan:enterprise');
    expect(withValue('plan:pro north', 'plan', undefined)).toBe('north');
    expect(valueOf(withValue('', 'plan', 'Pro Plus'), 'plan')).toBe('Pro Plus');
    expect(valueOf('north', 'plan')).toBeUndefined();
  });

  it('sorts one way, the other, then not at all', () => {
    expect(nextSort('', 'mrr', true)).toBe('-mrr');
    expect(nextSort('-mrr', 'mrr', true)).toBe('mrr');
    expect(nextSort('mrr', 'mrr', true)).toBe('');
    expect(nextSort('-mrr', 'name', false)).toBe('name');
  });
});
