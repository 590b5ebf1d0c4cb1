import type { Money } from '@/api/provenance';
import type { AccountColumn, AccountFact } from '@/api/service';
import { useNow } from '@/lib/clock';
import { formatMoney } from '@/lib/money';
import { formatNumber, formatRatio } from '@/lib/numbers';
import { useSource } from '@/lib/sources';
import { inWords } from '@/lib/text';
import { exactTime, formatDay, formatDateShort, MINUTE, relative, shortAge } from '@/lib/time';

import css from './lists.module.css';

interface FactCellProps {
  name: string;
  kind: AccountColumn['kind'];
  fact: AccountFact | undefined;
  /** Whether the age is written under the value. */
  age: boolean;
}

/** One value of the list. Where it comes from and how old it is stands in its title. */
export function FactCell({ name, kind, fact, age }: FactCellProps) {
  const now = useNow(MINUTE);
  if (!fact) return <span className={css.mute}>–</span>;
  return (
    <>
      <Origin fact={fact}>{factText(name, kind, fact, now)}</Origin>
      {age && <Age fact={fact} now={now} />}
    </>
  );
}

function Age({ fact: { source, as_of }, now }: { fact: AccountFact; now: number }) {
  const { title } = useSource(source ?? '');
  if (!as_of) return null;
  return (
    <span className={css.age}>
      {source && `${title}, `}
      {shortAge(now - Date.parse(as_of))}
    </span>
  );
}

function Origin({ fact, children }: { fact: AccountFact; children: string }) {
  const now = useNow(MINUTE);
  const { title } = useSource(fact.source ?? '');
  const exact = fact.at ? exactTime(fact.at) : '';
  const origin = fact.as_of ? `${fact.source ? title : 'Read'}, as of ${relative(fact.as_of, now)}` : '';
  return (
    <span
      title={[exact, origin].filter(Boolean).join('\n') || undefined}
      className={fact.beside?.length ? css.amounts : undefined}
    >
      {children}
    </span>
  );
}

function factText(name: string, kind: AccountColumn['kind'], fact: AccountFact, now: number): string {
  switch (kind) {
    case 'money':
      return fact.money ? amountsText([fact.money, ...(fact.beside ?? [])]) : '–';
    case 'text':
      return fact.text ? textOf(name, fact.text) : '–';
    case 'number':
      return typeof fact.number === 'number' ? numberText(name, fact.number) : '–';
    case 'at':
      return fact.at ? momentText(fact.at, now) : '–';
    case 'day':
      return fact.day ? formatDay(fact.day) : '–';
  }
}

/** What people wrote into a field stays as they wrote it. */
const textOf = (name: string, text: string): string => (name.startsWith('field.') ? text : inWords(text));

/** Each currency on a line of its own: side by side they would push the last columns out of sight. */
const amountsText = (amounts: readonly Money[]): string => amounts.map(formatMoney).join(' +\n');

/** Changes are ratios: -0.14 is 14 % down. Tenths of a score are noise. */
function numberText(name: string, number: number): string {
  if (name.endsWith('_change')) return `${number > 0 ? '+' : ''}${formatRatio(number)}`;
  return formatNumber(name === 'health' ? Math.round(number) : number);
}

const momentText = (at: string, now: number): string =>
  Date.parse(at) < now ? relative(at, now) : formatDateShort(at, now);
