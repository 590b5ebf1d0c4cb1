import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import type { HealthBand } from '@/api/page';
import type { Comparison, Move, ScoreModels } from '@/api/scores';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { SkeletonBlock } from '@/components/skeleton';
import { Quiet, Subheading } from '@/components/stack';
import { type Column, Table } from '@/components/table';
import { ProblemError, reasonOf } from '@/lib/api';
import { count } from '@/lib/numbers';
import { inWords } from '@/lib/text';

import { placeOf } from './draft';
import css from './scores.module.css';
import { comparisonQuery } from './scores-query';

const BANDS: readonly HealthBand[] = ['green', 'yellow', 'orange', 'red'];

/** What saving would come to, over the whole book, before anything is saved. */
export function ComparisonCard({ on, models }: { on: number; models: ScoreModels }) {
  const { data, error } = useQuery(comparisonQuery(on, models));
  const field = error instanceof ProblemError ? error.problem.field : undefined;
  return (
    <Card
      title="What saving would change"
      testId="score-comparison"
      aside={data && !error && `${count(data.judged, 'account')} judged`}
    >
      {error && (
        <p className={css.problem} role="alert">
          {placeOf(models, field)}
          {reasonOf(error)}
        </p>
      )}
      {!data && !error && <SkeletonBlock height={220} />}
      {data && !error && <Compared comparison={data} />}
    </Card>
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const { was, will, changed, moves } = comparison;
  return (
    <>
      <Shares title="Now" counts={was} />
      <Shares title="Then" counts={will} />
      <Quiet>{changed === 0 ? 'No score would change.' : `${count(changed, 'score')} would change.`}</Quiet>
      {moves.length > 0 && (
        <>
          <Subheading>Who changes most</Subheading>
          <Table caption="Who changes most" columns={COLUMNS} rows={moves} keyOf={({ account }) => account} />
        </>
      )}
    </>
  );
}

/** A bar of the four bands, as wide as they are frequent. */
function Shares({ title, counts }: { title: string; counts: Comparison['was'] }) {
  const sum = BANDS.reduce((total, band) => total + (counts[band] ?? 0), 0);
  const words = BANDS.map((band) => `${counts[band] ?? 0} ${band}`).join(', ');
  return (
    <div className={css.shares}>
      <span>{title}</span>
      <span className={css.bar} role="img" aria-label={`${title}: ${words}`}>
        {BANDS.map((band) => (
          <span key={band} className={css[band]} style={{ flexGrow: counts[band] ?? 0 }} />
        ))}
      </span>
      <span className={css.counts} aria-hidden>
        {BANDS.map((band) => (
          <span key={band}>
            <i className={css[band]} />
            {counts[band] ?? 0}
          </span>
        ))}
      </span>
      {sum === 0 && <Quiet>Nobody is judged yet.</Quiet>}
    </div>
  );
}

const COLUMNS: Column<Move>[] = [
  {
    name: 'account',
    title: 'Account',
    cell: ({ account, name }) => (
      <Link to="/accounts/$id" params={{ id: account }}>
        {name}
      </Link>
    ),
  },
  {
    name: 'was',
    title: 'Now',
    right: true,
    cell: ({ was, was_band }) => <Scored score={was} band={was_band} />,
  },
  {
    name: 'will',
    title: 'Then',
    right: true,
    cell: ({ will, will_band }) => <Scored score={will} band={will_band} />,
  },
];

function Scored({ score, band }: { score: number; band: HealthBand }) {
  return (
    <Badge tone={band}>
      {score.toFixed(1)}
      <span className="visually-hidden">, {inWords(band)}</span>
    </Badge>
  );
}
