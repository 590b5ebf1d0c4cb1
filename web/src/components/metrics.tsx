import type { ReactNode } from 'react';

import { Changing } from './changing';
import css from './metrics.module.css';

export interface Metric {
  key: string;
  label: string;
  value: ReactNode;
  note?: ReactNode;
}

export function Metrics({ metrics }: { metrics: readonly Metric[] }) {
  return (
    <dl className={css.row}>
      {metrics.map(({ key, label, value, note }) => (
        <div key={key} className={css.metric}>
          <dt className={css.label}>{label}</dt>
          <dd className={css.value}>
            <Changing>{value}</Changing>
          </dd>
          {note !== undefined && <dd className={css.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
