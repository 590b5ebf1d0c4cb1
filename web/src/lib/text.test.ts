import { describe, expect, it } from 'vitest';

import { bucketOf, initials, inWords, listed, nameInAddress } from './text';

describe('text', () => {
  it.each([
    ['Northwind Robotics', 'NR'],
    ['Ødegaard', 'ØD'],
    ['Alder & Finch', 'AF'],
    ['  ', '?'],
    ['株式会社 佐藤', '株佐'],
    ['𝒜cme 𝒷lue', '𝒜𝒷'],
  ])('takes the initials of %s', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  it.each([
    ['past_due', 'Past due'],
    ['INDUSTRIAL_AUTOMATION', 'Industrial automation'],
    ['USA', 'USA'],
    ['on-premises', 'On-premises'],
    ['', ''],
  ])('writes %s in words', (slug, words) => {
    expect(inWords(slug)).toBe(words);
  });

  it.each([
    ['daniel.cho@rotunda.example', 'Daniel Cho'],
    ['o_malley-smith+west@rotunda.example', 'O Malley Smith'],
    ['sales@rotunda.example', 'Sales'],
    ['@rotunda.example', '@rotunda.example'],
  ])('takes the name out of %s', (address, name) => {
    expect(nameInAddress(address)).toBe(name);
  });

  it('lists', () => {
    expect(listed([])).toBe('');
    expect(listed(['A'])).toBe('A');
    expect(listed(['A', 'B', 'C'])).toBe('A, B and C');
  });

  it('gives the same text the same bucket, inside the range', () => {
    expect(bucketOf('Mara Rivera', 5)).toBe(bucketOf('Mara Rivera', 5));
    for (const name of ['', 'a', 'Zürich', '株式会社']) expect(bucketOf(name, 5)).toBeLessThan(5);
  });
});
