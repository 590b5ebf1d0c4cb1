import type { MadeMoney } from '@/api/provenance';
import { Change } from '@/components/change';
import css from '@/components/change.module.css';
import { MadeValue } from '@/components/made-value';
import { formatMoneyChange } from '@/lib/money';

import { changeRatio } from './words';

interface MrrChangeProps {
  mrr: readonly MadeMoney[];
  changes: readonly MadeMoney[] | undefined;
}

/** The change of MRR in 30 days: in percent where there was MRR before, else as the amount. */
export function MrrChange({ mrr, changes }: MrrChangeProps) {
  return (changes ?? [])
    .filter((change) => change.money.amount_minor !== 0)
    .map((change) => {
      const label = `MRR change in 30 days (${change.money.currency})`;
      const ratio = changeRatio(mrr, change);
      if (ratio !== undefined)
        return <Change key={change.money.currency} label={label} ratio={ratio} made={change.made} />;
      return (
        <span key={change.money.currency} className={change.money.amount_minor < 0 ? css.down : css.up}>
          <MadeValue label={label} made={change.made}>
            {formatMoneyChange(change.money)}
          </MadeValue>
        </span>
      );
    });
}
