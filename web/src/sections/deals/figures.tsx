import type { DealFigures } from '@/api/insight';
import type { MadeMoney } from '@/api/provenance';
import { MadeAmounts } from '@/components/made-money';
import { MadeValue } from '@/components/made-value';
import { Metrics } from '@/components/metrics';
import { SkeletonLines } from '@/components/skeleton';
import { count, formatRatio } from '@/lib/numbers';

const TITLES = {
  lifetime_value: 'Lifetime value',
  open_pipeline: 'Open pipeline',
  weighted_pipeline: 'Weighted',
  win_rate: 'Win rate',
  average_size: 'Average size',
  average_cycle: 'Average cycle',
} as const;

type Name = keyof typeof TITLES;

const NAMES = Object.keys(TITLES) as Name[];

/** All deals in six figures. Their boxes stand before there is anything in them. */
export function Figures({ figures, failed }: { figures: DealFigures | undefined; failed: boolean }) {
  return (
    <Metrics
      metrics={NAMES.map((name) => ({
        key: figures ? name : `waiting for ${name}`,
        label: TITLES[name],
        value: figures ? (
          <Figure name={name} figures={figures} />
        ) : failed ? (
          '–'
        ) : (
          <SkeletonLines widths={['60%']} />
        ),
      }))}
    />
  );
}

function Figure({ name, figures }: { name: Name; figures: DealFigures }) {
  const label = TITLES[name].toLowerCase();
  switch (name) {
    case 'win_rate': {
      const rate = figures.win_rate;
      if (!rate) return 'None closed';
      return (
        <MadeValue label={label} made={rate.made}>
          {formatRatio(rate.value)}
        </MadeValue>
      );
    }
    case 'average_cycle': {
      const cycle = figures.average_cycle;
      if (!cycle) return 'None won';
      return (
        <MadeValue label={label} made={cycle.made}>
          {count(Math.round(cycle.value), 'day')}
        </MadeValue>
      );
    }
    case 'lifetime_value':
    case 'open_pipeline':
    case 'weighted_pipeline':
    case 'average_size':
      return <Amounts label={label} amounts={figures[name]} />;
  }
}

function Amounts({ label, amounts }: { label: string; amounts: readonly MadeMoney[] }) {
  return amounts.length ? <MadeAmounts label={label} amounts={amounts} /> : 'None';
}
