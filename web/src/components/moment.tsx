import { useNow } from '@/lib/clock';
import {
  exactTime,
  formatDate,
  formatDateAndClock,
  formatDateShort,
  formatMeeting,
  MINUTE,
  relative,
  shortAge,
} from '@/lib/time';

interface MomentProps {
  at: string;
  as?: 'relative' | 'age' | 'date' | 'short' | 'clock' | 'meeting';
}

/** A point in time as people say it, with the exact time on hover. */
export function Moment({ at, as = 'relative' }: MomentProps) {
  const now = useNow(MINUTE / 2);
  return (
    <time dateTime={at} title={exactTime(at)}>
      {momentText(at, as, now)}
    </time>
  );
}

function momentText(at: string, as: NonNullable<MomentProps['as']>, now: number): string {
  switch (as) {
    case 'relative':
      return relative(at, now);
    case 'age':
      return shortAge(now - Date.parse(at));
    case 'date':
      return formatDate(at);
    case 'short':
      return formatDateShort(at, now);
    case 'clock':
      return formatDateAndClock(at, now);
    case 'meeting':
      return formatMeeting(at);
  }
}
