import { describe, expect, it } from 'vitest';

import { inkOn, luminance } from './colors';

describe('colours', () => {
  it('measures luminance between black and white', () => {
    expect(luminance('#000000')).toBe(0);
    expect(luminance('#ffffff')).toBeCloseTo(1);
    expect(luminance('tomato')).toBe(0);
  });

  it('writes so that it can be read', () => {
    expect(inkOn('#ff7a59')).toBe('#000');
    expect(inkOn('#03363d')).toBe('#fff');
    for (const colour of ['#635bff', '#ff7a59', '#03363d', '#495057', '#7f7f7f']) {
      const [dark, light] = [
        luminance(colour),
        luminance(inkOn(colour) === '#fff' ? '#ffffff' : '#000000'),
      ].sort();
      expect(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
