import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import type { JourneyStep } from '@/api/insight';
import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { SkeletonBlock } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { cx } from '@/lib/cx';
import type { Page } from '@/lib/page';

import { journeyQuery } from './journey-query';
import css from './journey.module.css';

/** From lead to renewal: what has been is filled, what is to come is outlined. Asked for when the page is there. */
export function JourneyCard({ page }: { page: Page }) {
  const { data, error } = useQuery({ ...journeyQuery(page.account.id), enabled: page.scores !== undefined });
  return (
    <Card title="Customer journey" testId="journey">
      <div className={css.body}>
        {data ? (
          <Steps steps={data.steps} account={page.account.id} />
        ) : error ? (
          <Unread error={error} />
        ) : (
          <SkeletonBlock height={68} />
        )}
      </div>
    </Card>
  );
}

function Unread({ error }: { error: unknown }) {
  return <Quiet>The journey could not be read: {reasonOf(error)}</Quiet>;
}

interface StepsProps {
  steps: readonly JourneyStep[];
  account: string;
}

function Steps({ steps, account }: StepsProps) {
  if (steps.length === 0) return <Quiet>No step of it is part of your role.</Quiet>;
  return (
    <ol className={css.steps}>
      {steps.map((step, index) => (
        <li
          key={step.name}
          className={cx(css.step, css[step.state], leadsOn(steps, index) && css.leadsOn)}
          data-step={step.name}
          data-state={step.state}
        >
          <span className={css.node} aria-hidden />
          <Name step={step} account={account} />
          <When step={step} />
        </li>
      ))}
    </ol>
  );
}

/** Whether the way goes on behind this step. */
function leadsOn(steps: readonly JourneyStep[], index: number): boolean {
  return steps.slice(index + 1).some(({ state }) => state === 'reached');
}

/** Leads to the record in its own system; to the tab where that cannot be opened. */
function Name({ step, account }: { step: JourneyStep; account: string }) {
  return (
    <span className={css.name} title={step.what}>
      <Opened step={step} account={account} />
      {step.what !== undefined && <span className="visually-hidden">: {step.what}</span>}
    </span>
  );
}

function Opened({ step: { ref, title, section }, account }: { step: JourneyStep; account: string }) {
  if (!ref) return title;
  if (ref.url !== undefined) return <RecordLink record={ref}>{title}</RecordLink>;
  return (
    <Link to="/accounts/$id" params={{ id: account }} search={{ tab: section }} resetScroll={false}>
      {title}
    </Link>
  );
}

function When({ step }: { step: JourneyStep }) {
  const ahead = step.state === 'ahead' && <span className="visually-hidden">, still to come</span>;
  return (
    <span className={css.when}>
      {step.state === 'unknown' ? 'Not read' : step.at ? <Moment at={step.at} as="date" /> : 'Not yet'}
      {step.at && ahead}
    </span>
  );
}
