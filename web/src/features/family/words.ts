import { formatMoneyList } from '@/lib/money';
import { formatNumber } from '@/lib/numbers';
import { listed } from '@/lib/text';

import type { Amount, Figure } from './family-query';

/** "€2,336 + US$430": each currency by itself, nothing is converted. */
export function amountWords({ kind }: Pick<Figure, 'kind'>, { number, money = [] }: Amount): string {
  if (kind === 'money') return money.length ? formatMoneyList(money) : 'None';
  return typeof number === 'number' ? formatNumber(number) : 'Not known';
}

type Named = Figure['without'];

/** "Acme, Beta and 3 more". */
export function namedWords({ count, first }: Named): string {
  const names = first.map((each) => each.name);
  return listed(count > names.length ? [...names, `${formatNumber(count - names.length)} more`] : names);
}

/** What is missing in a sum, or too old in it; undefined where it is whole. */
export function gapWords({ without, old }: Pick<Figure, 'without' | 'old'>): string | undefined {
  const said = [
    without.count > 0 && `without ${namedWords(without)}`,
    old.count > 0 && `old: ${namedWords(old)}`,
  ].filter((each) => each !== false);
  return said.length ? said.join('; ') : undefined;
}
