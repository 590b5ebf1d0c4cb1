import { useState } from 'react';

import type { Money } from '@/api/provenance';
import { Bars } from '@/components/bars';
import { ChartFrame, ToggleButton } from '@/components/chart-frame';
import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';
import { Table } from '@/components/table';
import type { HeldSection } from '@/lib/freshness';
import { formatMoney, formatMoneyShort } from '@/lib/money';
import { formatMonth, formatMonthLong } from '@/lib/time';

import type { CardProps } from '../section-module';
import css from './billing.module.css';
import type { BillingView } from './model';
import { currenciesOf, monthsIn, type RevenueMonth } from './revenue-months';
import { Plans } from './subscriptions';

const CHART = 150;
const HEIGHT = CHART + 28;

/** Paid invoices per month against today's MRR, one currency at a time: they are never added. */
export function Revenue({ section }: CardProps) {
  return (
    <SectionCard<BillingView>
      title={isWithoutAmounts(section) ? 'Subscriptions' : 'Revenue, last 12 months'}
      topic="Billing"
      section={section}
      testId="section-billing"
      height={HEIGHT}
    >
      {(view) => <RevenueBody view={view} />}
    </SectionCard>
  );
}

/** The viewer may see the contract and no amount. */
function isWithoutAmounts({ data }: HeldSection): boolean {
  return data !== null && data !== undefined && (data as BillingView).paid_by_month === undefined;
}

export function RevenueBody({ view }: { view: BillingView }) {
  const currencies = currenciesOf(view);
  const [chosen, setChosen] = useState<string>();
  const currency = chosen !== undefined && currencies.includes(chosen) ? chosen : currencies[0];
  if (!view.paid_by_month) return <Plans plans={view.plans ?? []} />;
  if (currency === undefined)
    return (
      <>
        <Quiet>No invoice was paid in the last 12 months.</Quiet>
        <Plans plans={view.plans ?? []} />
      </>
    );
  return (
    <RevenueChart
      months={monthsIn(view, currency)}
      mrr={view.mrr?.find((each) => each.money.currency === currency)?.money}
      currency={currency}
      currencies={currencies}
      onCurrency={setChosen}
    />
  );
}

interface RevenueChartProps {
  months: readonly RevenueMonth[];
  mrr: Money | undefined;
  currency: string;
  currencies: readonly string[];
  onCurrency: (currency: string) => void;
}

function RevenueChart({ months, mrr, currency, currencies, onCurrency }: RevenueChartProps) {
  const [pointed, setPointed] = useState<string>();
  const at = months.findIndex((each) => each.month === pointed);
  const month = months[at];
  const last = months[months.length - 1];
  return (
    <ChartFrame
      height={CHART}
      steps={{
        label: 'Revenue month by month',
        count: months.length,
        at: month && at,
        words: wordsOf(month ?? last),
        onStep: (to) => setPointed(to === undefined ? undefined : months[to]?.month),
      }}
      legend={month ? wordsOf(month) : legend(mrr)}
      controls={
        currencies.length > 1 &&
        currencies.map((each) => (
          <ToggleButton key={each} pressed={each === currency} onToggle={() => onCurrency(each)}>
            {each}
          </ToggleButton>
        ))
      }
      chart={
        <Bars
          height={CHART}
          bars={months.map((each, index) => ({
            key: each.month,
            label: formatMonth(each.month),
            value: each.paid.amount_minor,
            strong: index === months.length - 1,
          }))}
          formatAxis={(value) => formatMoneyShort({ amount_minor: Math.round(value), currency })}
          pointed={pointed}
          onPoint={setPointed}
          {...(mrr && { mark: mrr.amount_minor })}
        />
      }
      table={<MonthTable months={months} />}
    />
  );
}

const wordsOf = (month: RevenueMonth | undefined): string =>
  month ? `${formatMonthLong(month.month)}: ${formatMoney(month.paid)} paid` : '';

function legend(mrr: Money | undefined) {
  return (
    <>
      <span className={css.paidKey} aria-hidden /> Paid invoices
      {mrr && (
        <>
          <span className={css.mrrKey} aria-hidden /> Active MRR {formatMoney(mrr)}
        </>
      )}
    </>
  );
}

function MonthTable({ months }: { months: readonly RevenueMonth[] }) {
  return (
    <Table
      caption="Paid invoices by month"
      rows={[...months].reverse()}
      keyOf={(row) => row.month}
      columns={[
        { name: 'month', title: 'Month', cell: (row) => formatMonthLong(row.month) },
        { name: 'paid', title: 'Paid', right: true, cell: (row) => formatMoney(row.paid) },
      ]}
    />
  );
}
