import type { AvailableSource } from '@/api/service';

import css from './connections.module.css';

/** The rights that the credentials need, and what is missing without each. */
export function Scopes({ scopes }: { scopes: NonNullable<AvailableSource['scopes']> }) {
  if (scopes.length === 0) return null;
  return (
    <div className={css.scopes}>
      <b>Rights that these credentials need</b>
      <ul>
        {scopes.map((scope) => (
          <li key={scope.name}>
            <code>{scope.name}</code>: {scope.why}
          </li>
        ))}
      </ul>
    </div>
  );
}
