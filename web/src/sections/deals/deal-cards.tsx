import type { Pace } from '@/api/insight';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { useNow } from '@/lib/clock';
import { cx } from '@/lib/cx';
import { formatMoney } from '@/lib/money';
import { formatDay, HOUR } from '@/lib/time';

import css from './deals.module.css';
import type { Deal } from './model';
import { DaysInStage } from './pace';
import { StageSteps } from './stage-steps';

interface DealCardsProps {
  deals: readonly Deal[];
  /** Of open deals, by their ids; none where it is not known. */
  paces?: ReadonlyMap<string, Pace>;
}

export function DealCards({ deals, paces }: DealCardsProps) {
  return (
    <ul className={css.cards}>
      {deals.map((deal) => (
        <li key={deal.ref.external_id} className={css.deal}>
          <DealCard deal={deal} pace={paces?.get(deal.ref.external_id)} />
        </li>
      ))}
    </ul>
  );
}

interface DealCardProps {
  deal: Deal;
  pace: Pace | undefined;
}

function DealCard({ deal, pace }: DealCardProps) {
  return (
    <>
      <div className={css.dealHead}>
        <RecordLink record={deal.ref}>{deal.name}</RecordLink>
        <span>{deal.value ? formatMoney(deal.value) : 'No amount'}</span>
      </div>
      {deal.closed ? <ClosedFacts deal={deal} /> : <OpenFacts deal={deal} pace={pace} />}
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

function OpenFacts({ deal, pace }: DealCardProps) {
  return (
    <>
      <StageSteps deal={deal} />
      <div className={css.facts}>
        {deal.stage.label}
        {deal.probability_percent !== undefined && ` · ${deal.probability_percent}%`}
        {deal.weighted && `, weighted ${formatMoney(deal.weighted)}`}
      </div>
      <div className={css.facts}>
        <DaysInStage deal={deal} pace={pace} />
      </div>
      <div className={css.facts}>
        <CloseDay deal={deal} />
        {deal.owner !== undefined && ` · ${deal.owner}`}
      </div>
      {deal.next_step !== undefined && <div className={css.facts}>Next: {deal.next_step}</div>}
    </>
  );
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
