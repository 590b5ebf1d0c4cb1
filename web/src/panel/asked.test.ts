import { describe, expect, it } from 'vitest';

import { askedIn, askedWords } from './asked';

describe('which customer the panel is for', () => {
  it('is named in the address', () => {
    expect(askedIn({ search: '?email=a%40b.example&other=1', hash: '' })).toEqual({
      query: { email: 'a@b.example' },
    });
    expect(askedWords(askedIn({ search: '?ticket=%2348201', hash: '' }))).toBe('ticket #48201');
  });

  it('or is what its link was made for, and nothing else', () => {
    expect(askedIn({ search: '?email=a%40b.example', hash: '#link=pan_x' })).toEqual({
      link: 'pan_x',
      query: {},
    });
    expect(askedWords({ link: 'pan_x', query: {} })).toBeUndefined();
  });
});
