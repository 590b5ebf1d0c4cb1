import type { ReactNode } from 'react';

import type { ChurnRisk, Health, NotJudged, Scores } from '@/api/page';
import { Changing } from '@/components/changing';
import { Card } from '@/components/card';
import { MadeAmounts } from '@/components/made-money';
import { SkeletonLines } from '@/components/skeleton';
import { cx } from '@/lib/cx';
import type { Page } from '@/lib/page';
import { inWords } from '@/lib/text';

import css from './account-page.module.css';
import { LifetimeScore } from './lifetime-score';
import { BAND_WORDS, points } from './health-words';
import healthCss from './health.module.css';

/** The numbers that are always in sight. A score that nobody computes says so and shows no number. */
export function ScoreCards({ page }: { page: Page }) {
  const { scores } = page;
  return (
    <Card title="Scores" testId="scores">
      <dl className={css.scores}>
        <Score label="Health">{scores && <HealthScore health={scores.health} />}</Score>
        <Score label="MRR · ARR">{scores && <Recurring scores={scores} />}</Score>
        <Score label="Churn risk">{scores && <Churn churn={scores.churn} />}</Score>
        <Score label="Lifetime value (CLTV)" tall>
          {scores && <LifetimeScore cltv={scores.cltv} />}
        </Score>
      </dl>
    </Card>
  );
}

interface ScoreProps {
  label: string;
  /** Room is kept for a line under the number. */
  tall?: boolean;
  children: ReactNode;
}

function Score({ label, tall = false, children }: ScoreProps) {
  return (
    <div className={cx(css.score, tall && css.tall)}>
      <dt>{label}</dt>
      <dd>{children ? <Changing>{children}</Changing> : <SkeletonLines widths={['70%']} />}</dd>
    </div>
  );
}

function HealthScore({ health }: { health: Health | NotJudged }) {
  if (health.state === 'not_judged') return <NotYet score={health} />;
  return (
    <span className={healthCss[health.band]}>
      {points(health.score)} · {BAND_WORDS[health.band]}
    </span>
  );
}

const RISK_BANDS = { low: 'green', medium: 'yellow', high: 'red' } as const;

/** How likely they are to leave, and on hover or for ears which signals say so. */
function Churn({ churn }: { churn: ChurnRisk | NotJudged }) {
  if (churn.state === 'not_judged') return <NotYet score={churn} />;
  const { risk, probability, reasons } = churn;
  const why =
    reasons.length === 0
      ? 'No open signal speaks for leaving.'
      : `Odds times ${reasons.map(({ title, times }) => `${times} (${title})`).join(', ')}.`;
  return (
    <span className={healthCss[RISK_BANDS[risk]]} title={`Within twelve months. ${why}`} data-risk={risk}>
      {inWords(risk)} · {Math.round(probability * 100)}%<span className="visually-hidden">. {why}</span>
    </span>
  );
}

function NotYet({ score }: { score: NotJudged }) {
  return (
    <span className={css.notYet} title={score.reason}>
      Not judged yet
    </span>
  );
}

function Recurring({ scores: { mrr, arr } }: { scores: Scores }) {
  if (!mrr) return <span className={css.notYet}>Not part of your role</span>;
  if (mrr.state === 'unknown')
    return <span className={css.notYet}>Not known: no record in billing was read</span>;
  if (mrr.amounts.length === 0) return <>None</>;
  return (
    <>
      <MadeAmounts label="MRR" amounts={mrr.amounts} />
      {arr && arr.amounts.length > 0 && (
        <>
          {' · '}
          <MadeAmounts label="ARR" amounts={arr.amounts} />
        </>
      )}
    </>
  );
}
