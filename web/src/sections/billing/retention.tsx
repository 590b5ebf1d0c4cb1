import { useQuery } from '@tanstack/react-query';

import type { Retention, Revenue } from '@/api/insight';
import type { MadeCount } from '@/api/provenance';
import { MadeValue } from '@/components/made-value';
import { Metrics } from '@/components/metrics';
import { SkeletonLines } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { getJson, reasonOf } from '@/lib/api';
import { formatMoney } from '@/lib/money';
import { formatRatio } from '@/lib/numbers';
import { formatDay, MINUTE } from '@/lib/time';

import css from './billing.module.css';

/** What was kept and added of what they paid a year ago, one row of figures for each currency. */
export function RetentionFigures({ account }: { account: string }) {
  const { data, error } = useQuery({
    queryKey: ['account', account, 'revenue'],
    queryFn: ({ signal }) => getJson<Revenue>(`/accounts/${encodeURIComponent(account)}/revenue`, signal),
    staleTime: 30 * MINUTE,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <div className={css.retention} data-testid="retention">
      {error ? <Quiet>Retention could not be read: {reasonOf(error)}</Quiet> : <Rows revenue={data} />}
    </div>
  );
}

function Rows({ revenue }: { revenue: Revenue | undefined }) {
  if (!revenue) return <Figures kept={undefined} />;
  if (!revenue.retention?.length)
    return (
      <Quiet>There is no retention to tell: a year ago they paid for no subscription that is known.</Quiet>
    );
  return revenue.retention.map((kept) => <Figures key={kept.start.currency} kept={kept} />);
}

function Figures({ kept }: { kept: Retention | undefined }) {
  const waiting = <SkeletonLines widths={['60%']} />;
  const keyOf = (name: string): string => (kept ? name : `waiting for ${name}`);
  const since = kept && (kept.read_on ? `as read on ${formatDay(kept.read_on)}` : 'at the prices of today');
  return (
    <Metrics
      metrics={[
        {
          key: keyOf('start'),
          label: 'MRR a year ago',
          value: kept ? formatMoney(kept.start) : waiting,
          note: since ?? ' ',
        },
        {
          key: keyOf('net'),
          label: 'Net retention',
          value: kept ? <Ratio label="net retention" made={kept.net} /> : waiting,
        },
        {
          key: keyOf('gross'),
          label: 'Gross retention',
          value: kept ? <Ratio label="gross retention" made={kept.gross} /> : waiting,
        },
        { key: keyOf('expansion'), label: 'Expansion', value: kept ? formatMoney(kept.expansion) : waiting },
        {
          key: keyOf('contraction'),
          label: 'Contraction',
          value: kept ? formatMoney(kept.contraction) : waiting,
        },
      ]}
    />
  );
}

function Ratio({ label, made }: { label: string; made: MadeCount }) {
  return (
    <MadeValue label={label} made={made.made}>
      {formatRatio(made.value)}
    </MadeValue>
  );
}
