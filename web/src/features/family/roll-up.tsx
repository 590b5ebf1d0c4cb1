import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { AccountHead } from '@/api/page';
import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { SkeletonLines } from '@/components/skeleton';
import { reasonOf } from '@/lib/api';
import { cx } from '@/lib/cx';
import { count } from '@/lib/numbers';

import { type Figure, type RollUp as Answer, rollUpQuery } from './family-query';
import css from './family.module.css';
import { amountWords, gapWords } from './words';

/** A switch between the account alone and it with all below it. Nothing is asked before somebody wants to know. */
export function RollUp({ account }: { account: AccountHead }) {
  const [together, setTogether] = useState(false);
  const { data, error } = useQuery({ ...rollUpQuery(account.id), enabled: together });
  return (
    <Card title="Group" testId="roll-up">
      <fieldset className={css.switch}>
        <legend className="visually-hidden">Whose numbers</legend>
        <Way title="This account" chosen={!together} onChoose={() => setTogether(false)} />
        <Way title="With its children" chosen={together} onChoose={() => setTogether(true)} />
      </fieldset>
      {!together && <p className={css.hint}>The numbers of this page are those of this account alone.</p>}
      {together && error && (
        <p className={css.problem} role="alert">
          {reasonOf(error)}
        </p>
      )}
      {together &&
        !error &&
        (data ? <Figures answer={data} /> : <SkeletonLines widths={['80%', '60%', '70%']} />)}
    </Card>
  );
}

function Way({ title, chosen, onChoose }: { title: string; chosen: boolean; onChoose: () => void }) {
  return (
    <label className={cx(css.way, chosen && css.chosen)}>
      <input className={css.radio} type="radio" name="roll-up" checked={chosen} onChange={onChoose} />
      {title}
    </label>
  );
}

function Figures({ answer: { figures, below } }: { answer: Answer }) {
  const ages = figures.map((each) => each.oldest_as_of).filter((each) => each !== null);
  const oldest = ages.length ? ages.reduce((one, other) => (one < other ? one : other)) : undefined;
  return (
    <>
      <dl className={css.figures}>
        {figures.map((figure) => (
          <OneFigure key={figure.name} figure={figure} />
        ))}
      </dl>
      <p className={css.hint}>
        {count(below.count, 'account')} below this one. Each currency is added up by itself; nothing is
        converted.
        {oldest !== undefined && (
          <>
            {' '}
            The oldest number was read <Moment at={oldest} />.
          </>
        )}
      </p>
    </>
  );
}

function OneFigure({ figure }: { figure: Figure }) {
  const gap = gapWords(figure);
  const [total, own] = [amountWords(figure, figure.total), amountWords(figure, figure.own)];
  return (
    <div className={css.figure} data-testid={`roll-up-${figure.name}`}>
      <dt>{figure.title}</dt>
      <dd>
        <b>{total}</b>
        {own !== total && <span className={css.own}> of which {own} here</span>}
        {gap !== undefined && <span className={css.gap}>{gap}</span>}
      </dd>
    </div>
  );
}
