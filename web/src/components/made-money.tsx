import { Fragment } from 'react';

import type { MadeMoney } from '@/api/provenance';
import { formatMoney } from '@/lib/money';

import { MadeValue } from './made-value';

interface MadeAmountsProps {
  label: string;
  amounts: readonly MadeMoney[];
}

/** One amount per currency, side by side and never added, each with how it was made. */
export function MadeAmounts({ label, amounts }: MadeAmountsProps) {
  return amounts.map((each, index) => (
    <Fragment key={each.money.currency}>
      {index > 0 && ' + '}
      <MadeValue label={`${label} (${each.money.currency})`} made={each.made}>
        {formatMoney(each.money)}
      </MadeValue>
    </Fragment>
  ));
}
