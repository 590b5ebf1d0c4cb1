import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { useNow } from '@/lib/clock';
import { cx } from '@/lib/cx';
import { formatMoney } from '@/lib/money';
import { count } from '@/lib/numbers';
import { DAY, formatDay, HOUR } from '@/lib/time';

import css from './deals.module.css';
import type { Deal } from './model';
import { StageSteps } from './stage-steps';

export function DealCards({ deals }: { deals: readonly Deal[] }) {
  return (
    <ul className={css.cards}>
      {deals.map((deal) => (
        <li key={deal.ref.external_id} className={css.deal}>
          <DealCard deal={deal} />
        </li>
      ))}
    </ul>
  );
}

function DealCard({ deal }: { deal: Deal }) {
  return (
    <>
      <div className={css.dealHead}>
        <RecordLink record={deal.ref}>{deal.name}</RecordLink>
        <span>{deal.value ? formatMoney(deal.value) : 'No amount'}</span>
      </div>
      {deal.closed ? <ClosedFacts deal={deal} /> : <OpenFacts deal={deal} />}
    </>
  );
}

function ClosedFacts({ deal }: { deal: Deal }) {
  return (
    <div className={css.facts}>
      {deal.won ? 'Won' : 'Lost'}
      {deal.closed_at && (
        <>
          {' '}
          <Moment at={deal.closed_at} as="date" />
        </>
      )}
      {deal.lost_reason !== undefined && `: ${deal.lost_reason}`}
      {deal.owner !== undefined && ` · ${deal.owner}`}
    </div>
  );
}

function OpenFacts({ deal }: { deal: Deal }) {
  return (
    <>
      <StageSteps deal={deal} />
      <div className={css.facts}>
        {deal.stage.label}
        <DaysInStage deal={deal} />
        {deal.probability_percent !== undefined && ` · ${deal.probability_percent}%`}
        {deal.weighted && `, weighted ${formatMoney(deal.weighted)}`}
      </div>
      <div className={css.facts}>
        <CloseDay deal={deal} />
        {deal.owner !== undefined && ` · ${deal.owner}`}
      </div>
      {deal.next_step !== undefined && <div className={css.facts}>Next: {deal.next_step}</div>}
    </>
  );
}

function DaysInStage({ deal }: { deal: Deal }) {
  const now = useNow(HOUR);
  if (!deal.entered_stage_at) return null;
  const days = Math.max(0, Math.floor((now - Date.parse(deal.entered_stage_at)) / DAY));
  return <span className={cx(days > 30 && css.late)}> for {count(days, 'day')}</span>;
}

function CloseDay({ deal }: { deal: Deal }) {
  const now = useNow(HOUR);
  if (!deal.close_on) return 'No close date';
  const late = deal.close_on < new Date(now).toISOString().slice(0, 10);
  return (
    <span className={cx(late && css.late)}>
      {late ? 'Should have closed' : 'Closes'} {formatDay(deal.close_on)}
    </span>
  );
}
