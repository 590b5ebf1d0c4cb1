import { cx } from '@/lib/cx';

import css from './deals.module.css';
import type { Deal } from './model';

/** Where the deal stands on its own pipeline. */
export function StageSteps({ deal }: { deal: Deal }) {
  if (deal.stage_number === null) return null;
  const stage = deal.stage_number;
  return (
    <div className={css.steps} title={`Stage ${stage} of ${deal.stage_count}: ${deal.stage.label}`}>
      {Array.from({ length: deal.stage_count }, (_, index) => (
        <span key={index} className={cx(css.step, index < stage && css.done)} />
      ))}
      <span className="visually-hidden">
        Stage {stage} of {deal.stage_count}
      </span>
    </div>
  );
}
