import { NativeSelect } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';

import { SIGNAL_KINDS, type Severity, type SignalKind } from '@/api/signals';
import { cx } from '@/lib/cx';

import css from './signals.module.css';
import type { Wanted } from './signals-query';
import { kindWords, OWNERS, SEVERITIES } from './words';

/** Whose signals, how pressing, of which kind. All of it stands in the address. */
export function Filters({ wanted }: { wanted: Wanted }) {
  const go = useNavigate();
  const narrow = (part: { severity: Severity | undefined } | { kind: SignalKind | undefined }) =>
    void go({ to: '/signals', search: { ...wanted, ...part }, replace: true });
  return (
    <div className={css.filters}>
      <nav className={css.owners} aria-label="Whose signals">
        {OWNERS.map(({ owner, title }) => (
          <Link
            key={owner}
            className={cx(css.owner, owner === wanted.owner && css.ownerCurrent)}
            to="/signals"
            search={{ ...wanted, owner }}
            aria-current={owner === wanted.owner ? 'true' : undefined}
          >
            {title}
          </Link>
        ))}
      </nav>
      <NativeSelect
        aria-label="Severity"
        size="xs"
        value={wanted.severity ?? ''}
        data={[
          { value: '', label: 'Any severity' },
          ...Object.entries(SEVERITIES).map(([value, label]) => ({ value, label })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          narrow({ severity: (value || undefined) as Severity | undefined })
        }
      />
      <NativeSelect
        aria-label="Kind"
        size="xs"
        value={wanted.kind ?? ''}
        data={[
          { value: '', label: 'Any kind' },
          ...SIGNAL_KINDS.map((value) => ({ value, label: kindWords(value) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          narrow({ kind: (value || undefined) as SignalKind | undefined })
        }
      />
    </div>
  );
}
