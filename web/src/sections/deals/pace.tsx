import type { Pace } from '@/api/insight';
import { useNow } from '@/lib/clock';
import { cx } from '@/lib/cx';
import { count } from '@/lib/numbers';
import { DAY, HOUR } from '@/lib/time';

import css from './deals.module.css';
import type { Deal } from './model';

/** Where no average is known, a deal stands still after so many days: as its dot says. */
const STALLED = 30;

/** How long a deal stands in its stage, and how long others did. */
export function DaysInStage({ deal, pace }: { deal: Deal; pace: Pace | undefined }) {
  const now = useNow(HOUR);
  if (!deal.entered_stage_at) return null;
  const days = Math.max(0, Math.floor((now - Date.parse(deal.entered_stage_at)) / DAY));
  const average = pace?.average;
  if (!average) return <span className={cx(days > STALLED && css.late)}>{count(days, 'day')} in stage</span>;
  return (
    <span className={cx(days > average.days && css.late)}>
      {count(days, 'day')} in stage, {count(Math.round(average.days), 'day')} on average
      <span title="Deals that have left this stage within two years"> of {count(average.deals, 'deal')}</span>
      {days > average.days && ': slower than others'}
    </span>
  );
}
