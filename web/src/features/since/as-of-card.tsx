import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { FieldValue } from '@/api/fields';
import type { AccountThen, FieldThen, MetricThen } from '@/api/since';
import { Card } from '@/components/card';
import { type KeyValue, KeyValues } from '@/components/key-values';
import { SkeletonLines } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { isStatus, reasonOf } from '@/lib/api';
import { isMoney } from '@/lib/field-values';
import { formatMoney } from '@/lib/money';
import { formatNumber } from '@/lib/numbers';
import { formatDate, formatDay } from '@/lib/time';

import css from './since.module.css';
import { asOfQuery } from './since-query';

/** How an account stood on a day: what we owned of it, and its numbers as they were read then. */
export function AsOfCard({ account }: { account: string }) {
  const [day, setDay] = useState('');
  return (
    <Card
      title="As of a day"
      testId="as-of"
      aside={
        <label className={css.day}>
          <span className="visually-hidden">Day</span>
          <input type="date" value={day} onChange={({ target }) => setDay(target.value)} />
        </label>
      }
    >
      {day === '' ? (
        <Quiet>Choose a day to see how this account stood at its end.</Quiet>
      ) : (
        <Then account={account} day={day} />
      )}
    </Card>
  );
}

function Then({ account, day }: { account: string; day: string }) {
  const { data, error } = useQuery({ ...asOfQuery(account, day), retry: false });
  if (error)
    return <p role="alert">{isStatus(error, 400) ? 'That day is still to come.' : reasonOf(error)}</p>;
  if (!data) return <SkeletonLines widths={['70%', '60%', '65%']} />;
  return <Stood then={data} />;
}

function Stood({ then: { metrics, fields, day } }: { then: AccountThen }) {
  const owned = fields.filter((each) => each.value !== undefined && each.value !== null);
  return (
    <>
      {metrics.length === 0 && <Quiet>No number of that day was read.</Quiet>}
      <KeyValues rows={[...metrics.map((each) => metricRow(each, day)), ...owned.map(fieldRow)]} />
    </>
  );
}

function metricRow({ name, title, number, money, at, day }: MetricThen, asked: string): KeyValue {
  const value = money ? formatMoney(money) : at === undefined ? formatNumber(number ?? 0) : formatDate(at);
  return {
    key: `${name}/${money?.currency ?? ''}`,
    label: title,
    value: (
      <>
        {value}
        {day !== asked && <Quiet> read {formatDay(day)}</Quiet>}
      </>
    ),
  };
}

function fieldRow({ name, title, value, user, changed }: FieldThen): KeyValue {
  return {
    key: `field/${name}`,
    label: title,
    value: (
      <>
        {user?.name ?? ownWords(value as FieldValue)}
        {changed && <Quiet> changed since</Quiet>}
      </>
    ),
  };
}

function ownWords(value: FieldValue): string {
  if (isMoney(value)) return formatMoney(value);
  if (Array.isArray(value)) return value.length ? value.join(', ') : 'none';
  return typeof value === 'number' ? formatNumber(value) : (value ?? '');
}
