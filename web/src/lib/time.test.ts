import { describe, expect, it } from 'vitest';

import {
  DAY,
  daysUntil,
  formatDate,
  formatDateShort,
  formatDay,
  formatDuration,
  formatMonth,
  HOUR,
  MINUTE,
  relative,
  SECOND,
  shortAge,
} from './time';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const at = (distance: number): string => new Date(NOW + distance).toISOString();

describe('time', () => {
  it.each([
    [12 * SECOND, '12 s'],
    [59 * SECOND, '59 s'],
    [9 * MINUTE, '9 min'],
    [2 * HOUR, '2 h'],
    [47 * HOUR, '47 h'],
    [3 * DAY, '3 days'],
    [90 * DAY, '2 months'],
    [800 * DAY, '2 years'],
  ])('says the age %d as %s', (age, text) => {
    expect(shortAge(age)).toBe(text);
  });

  it('tells past from future, and neither when it is now', () => {
    expect(relative(at(-3 * DAY), NOW)).toBe('3 days ago');
    expect(relative(at(3 * DAY), NOW)).toBe('in 3 days');
    expect(relative(at(-10 * SECOND), NOW)).toBe('now');
  });

  it('counts what is ahead in calendar days of UTC, whatever zone the reader is in', () => {
    const late = Date.parse('2026-11-21T22:00:00Z');
    expect(relative('2026-11-24T01:00:00Z', late)).toBe('in 3 days');
    expect(relative('2026-11-22T01:00:00Z', late)).toBe('in 1 day');
    expect(relative('2026-11-21T23:30:00Z', late)).toBe('in 1 h');
    expect(daysUntil('2026-11-24T01:00:00Z', late)).toBe(3);
    expect(formatDate('2026-11-24T00:30:00Z')).toBe('24 Nov 2026');
    expect(formatDateShort('2027-01-01T00:30:00Z', late)).toBe('1 Jan 2027');
    expect(formatDateShort('2026-12-31T23:30:00Z', late)).toBe('31 Dec');
  });

  it('counts calendar days, not periods of 24 hours', () => {
    expect(daysUntil(at(0), NOW)).toBe(0);
    expect(daysUntil(at(112 * DAY), NOW)).toBe(112);
    expect(daysUntil(at(-2 * DAY), NOW)).toBe(-2);
  });

  it('keeps a calendar day the same in every time zone', () => {
    expect(formatDay('2027-03-14')).toBe('14 Mar 2027');
    expect(formatMonth('2026-11')).toBe('Nov');
  });

  it('says how long a call was', () => {
    expect(formatDuration(40)).toBe('40 s');
    expect(formatDuration(1440)).toBe('24 min');
    expect(formatDuration(3600)).toBe('1 h');
    expect(formatDuration(3900)).toBe('1 h 5 min');
  });
});
