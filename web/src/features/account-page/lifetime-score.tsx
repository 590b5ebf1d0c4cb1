import { Fragment } from 'react';

import type { Lifetime, LifetimeAmount } from '@/api/insight';
import type { NotJudged } from '@/api/page';
import { MadeValue } from '@/components/made-value';
import { formatMoney, formatMoneyShort } from '@/lib/money';

import css from './account-page.module.css';

/** What a customer has paid and is expected to bring, per currency; the interval says how sure that is. */
export function LifetimeScore({ cltv }: { cltv: Lifetime | NotJudged | undefined }) {
  if (!cltv) return <span className={css.notYet}>Not part of your role</span>;
  if (cltv.state === 'not_judged')
    return (
      <span className={css.notYet} title={cltv.reason}>
        {cltv.reason.startsWith('Too little') ? 'Too little history' : 'Not judged'}
      </span>
    );
  if (cltv.amounts.length === 0) return <>None</>;
  return (
    <>
      {cltv.amounts.map((each, index) => (
        <Fragment key={each.amount.money.currency}>
          {index > 0 && ' + '}
          <Amount amount={each} />
        </Fragment>
      ))}
      <span className={css.interval}>{intervalWords(cltv)}</span>
    </>
  );
}

function Amount({ amount: { amount } }: { amount: LifetimeAmount }) {
  return (
    <MadeValue label={`lifetime value (${amount.money.currency})`} made={amount.made}>
      {formatMoney(withoutCents(amount.money))}
    </MadeValue>
  );
}

/** An estimate to the cent would claim too much; the exact amount is in how it was made. */
function withoutCents(money: LifetimeAmount['low']): LifetimeAmount['low'] {
  return Math.abs(money.amount_minor) < 100_000
    ? money
    : { ...money, amount_minor: Math.round(money.amount_minor / 10_000) * 10_000 };
}

function intervalWords({ amounts, expected_months: expected }: Lifetime): string {
  if (!expected) return 'Paid so far, no MRR now';
  const ranges = amounts.map(({ low, high }) => `${formatMoneyShort(low)} to ${formatMoneyShort(high)}`);
  return ranges.join(' + ');
}
