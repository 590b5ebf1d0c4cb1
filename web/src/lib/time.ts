import { lazily } from './lazily';
import { LOCALE } from './money';
import { count } from './numbers';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The largest unit below each bound, in whole units, rounded down. */
const UNITS: readonly [bound: number, size: number, short: string, long: string][] = [
  [MINUTE, SECOND, 's', 'second'],
  [HOUR, MINUTE, 'min', 'minute'],
  [2 * DAY, HOUR, 'h', 'hour'],
  [60 * DAY, DAY, 'days', 'day'],
  [2 * 365 * DAY, 30.44 * DAY, 'months', 'month'],
  [Infinity, 365.25 * DAY, 'years', 'year'],
];

function inUnits(milliseconds: number): { number: number; short: string; long: string } {
  const length = Math.abs(milliseconds);
  const [, size, short, long] = UNITS.find(([bound]) => length < bound) ?? [0, DAY, 'days', 'day'];
  return { number: Math.floor(length / size), short, long };
}

/** "12 s", "9 min", "3 days". */
export function shortAge(milliseconds: number): string {
  const { number, short, long } = inUnits(milliseconds);
  return short === 'days' || short === 'months' || short === 'years'
    ? count(number, long)
    : `${number} ${short}`;
}

/** "3 days ago", "in 3 days", "now". What is ahead is counted in calendar days, as people do. */
export function relative(at: string, now: number): string {
  const distance = Date.parse(at) - now;
  if (Math.abs(distance) < 45 * SECOND) return 'now';
  const days = daysUntil(at, now);
  if (days > 0 && days < 60) return `in ${count(days, 'day')}`;
  return distance < 0 ? `${shortAge(distance)} ago` : `in ${shortAge(distance)}`;
}

/** Calendar days from today to that moment, in UTC as the server counts them and as dates are written. Negative when
 * past. */
export function daysUntil(at: string, now: number): number {
  return Math.floor(Date.parse(at) / DAY) - Math.floor(now / DAY);
}

const dates = (options: Intl.DateTimeFormatOptions) => lazily(() => new Intl.DateTimeFormat(LOCALE, options));

const exact = dates({ dateStyle: 'full', timeStyle: 'long' });
const localDate = dates({ day: 'numeric', month: 'short', year: 'numeric' });
const localDayOfYear = dates({ day: 'numeric', month: 'short' });
const meeting = dates({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const clock = dates({ hour: '2-digit', minute: '2-digit' });
const clockSeconds = dates({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const utcDate = dates({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const utcDayOfYear = dates({ day: 'numeric', month: 'short', timeZone: 'UTC' });
const monthName = dates({ month: 'short', timeZone: 'UTC' });
const monthAndYear = dates({ month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "Friday, 20 November 2026 at 09:12:04 CET". */
export const exactTime = (at: string): string => exact().format(new Date(at));

/** "14 Mar 2027", in UTC: everybody reads the same date of a renewal. */
export const formatDate = (at: string): string => utcDate().format(new Date(at));

/** "14 Mar", with the year where it is not this one; in UTC. */
export function formatDateShort(at: string, now: number): string {
  const then = new Date(at);
  return (then.getUTCFullYear() === new Date(now).getUTCFullYear() ? utcDayOfYear : utcDate)().format(then);
}

/** "Thu 26 Nov, 10:00". */
export const formatMeeting = (at: string): string => meeting().format(new Date(at));

/** "14 Nov, 16:40", in the reader's time zone, as every hour of the day is. */
export function formatDateAndClock(at: string, now: number): string {
  const then = new Date(at);
  const thisYear = then.getFullYear() === new Date(now).getFullYear();
  return `${(thisYear ? localDayOfYear : localDate)().format(then)}, ${clock().format(then)}`;
}

export const formatClockSeconds = (at: string): string => clockSeconds().format(new Date(at));

/** A calendar day (YYYY-MM-DD) belongs to no time zone: "14 Mar 2027". */
export const formatDay = (day: string): string => utcDate().format(new Date(`${day}T00:00:00Z`));

/** "14 Mar" of a UTC midnight. */
export const formatUtcDay = (milliseconds: number): string => utcDayOfYear().format(milliseconds);

/** "Nov" of "2026-11". */
export const formatMonth = (month: string): string => monthName().format(new Date(`${month}-01T00:00:00Z`));

/** "November 2026" of "2026-11". */
export const formatMonthLong = (month: string): string =>
  monthAndYear().format(new Date(`${month}-01T00:00:00Z`));

/** "40 s", "24 min", "1 h 5 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`;
}

/** "35 min", "6 h", "3 days": how long something took, given in minutes. */
export const formatMinutes = (minutes: number): string => shortAge(minutes * MINUTE);
