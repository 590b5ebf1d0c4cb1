import { useState } from 'react';

import type { Bands, Health, HealthFactor, Step } from '@/api/page';
import { Card } from '@/components/card';
import { Meter } from '@/components/meter';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import type { Page } from '@/lib/page';
import { inWords } from '@/lib/text';

import { Evidence } from './evidence';
import { HealthDays } from './health-days';
import { bandOf, points } from './health-words';
import css from './health.module.css';

/** What the health of the customer is made of. Judgement comes last, so the height is kept. */
export function HealthCard({ page }: { page: Page }) {
  const health = page.scores?.health;
  const judged = health?.state === 'judged' ? health : undefined;
  return (
    <Card
      title={judged ? `Health ${points(judged.score)}` : 'Health'}
      testId="health"
      aside={judged && <Completeness health={judged} />}
    >
      {!health && <SkeletonBlock height={228} />}
      {health?.state === 'not_judged' && <Quiet>{health.reason}</Quiet>}
      {judged && <HealthDays page={page} bands={judged.bands} />}
      {judged && <Breakdown health={judged} />}
    </Card>
  );
}

function Completeness({ health }: { health: Health }) {
  const share = Math.round(health.completeness * 100);
  return share === 100 ? <>of all that it is made of</> : <>of {share}% of what it is made of</>;
}

function Breakdown({ health }: { health: Health }) {
  return (
    <>
      <ul className={css.factors}>
        {health.factors.map((factor) => (
          <Factor key={factor.name} factor={factor} bands={health.bands} />
        ))}
      </ul>
      {health.to_green.length > 0 && <ToGreen steps={health.to_green} />}
    </>
  );
}

function Factor({ factor, bands }: { factor: HealthFactor; bands: Bands }) {
  const [open, setOpen] = useState(false);
  const { name, score, weight, contribution, why, measures, evidence } = factor;
  return (
    <li data-factor={name}>
      <button
        type="button"
        className={css.factor}
        aria-expanded={open}
        aria-label={`${inWords(name)}: ${points(score)} of 100, weight ${points(weight)}%. ${why}`}
        onClick={() => setOpen(!open)}
      >
        <span>{inWords(name)}</span>
        <Meter share={score / 100} tone={bandOf(score, bands)} />
        <span className={css.score}>{points(score)}</span>
        <span className={css.weight}>{points(weight)}%</span>
      </button>
      {open && (
        <div className={css.made}>
          <p>
            {points(score)} of 100, weighed {points(weight)}%, brings {contribution.toFixed(1)} of the points.
          </p>
          <ul>
            {measures.map((each) => (
              <li key={each.name}>
                <span className={css.measured}>{points(each.score)}</span> {each.why}
              </li>
            ))}
          </ul>
          <Evidence refs={evidence} />
        </div>
      )}
    </li>
  );
}

function ToGreen({ steps }: { steps: readonly Step[] }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={css.steps}>
      <MoreButton onClick={() => setOpen(!open)} expanded={open}>
        What would bring it to green
      </MoreButton>
      {open && (
        <ol>
          {steps.map((step) => (
            <li key={`${step.factor} ${step.measure}`}>
              {step.what} <span className={css.weight}>up to +{step.points.toFixed(1)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
