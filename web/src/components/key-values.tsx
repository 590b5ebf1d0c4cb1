import { Fragment, type ReactNode } from 'react';

import css from './key-values.module.css';

export interface KeyValue {
  key: string;
  label: string;
  value: ReactNode;
}

export function KeyValues({ rows }: { rows: readonly KeyValue[] }) {
  return (
    <dl className={css.list}>
      {rows.map(({ key, label, value }) => (
        <Fragment key={key}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
