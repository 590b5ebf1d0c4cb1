import { describe, expect, it } from 'vitest';

import { movedBy, toggled } from './column-order';

describe('the columns of a list', () => {
  it('come at the end and go where they are', () => {
    expect(toggled(['plan', 'mrr'], 'status')).toEqual(['plan', 'mrr', 'status']);
    expect(toggled(['plan', 'mrr'], 'plan')).toEqual(['mrr']);
    expect(toggled(['mrr'], 'mrr')).toEqual(['mrr']);
  });

  it('move one place, not beyond the ends', () => {
    expect(movedBy(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(movedBy(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(movedBy(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
    expect(movedBy(['a', 'b'], 'b', 1)).toEqual(['a', 'b']);
    expect(movedBy(['a'], 'x', 1)).toEqual(['a']);
  });
});
