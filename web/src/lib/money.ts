import type { Money } from '@/api/provenance';

/** The product's text is English; numbers and dates follow it, so that a page never mixes two languages. */
export const LOCALE = 'en-GB';

const formats = new Map<string, Intl.NumberFormat>();

function currencyFormat(
  currency: string,
  options: Intl.NumberFormatOptions,
  kind: string,
): Intl.NumberFormat {
  const key = `${currency}/${kind}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, ...options });
  formats.set(key, made);
  return made;
}

/** As the server counts: ISO 4217. Browsers go by what is usual in shops and differ, for IQD and ISK among others. */
const WITHOUT_DECIMALS = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
);
const WITH_THREE_DECIMALS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

/** How many digits the currency's minor unit has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return WITH_THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** The exact amount as the currency writes it, or without its zero cents. */
function exactFormat(currency: string, whole: boolean): Intl.NumberFormat {
  const digits = whole ? 0 : minorDigits(currency);
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return currencyFormat(currency, options, whole ? 'whole' : 'exact');
}

/** The exact amount as decimal text, never through a float: 840050 EUR is "8400.50". */
export function decimalText({ amount_minor, currency }: Money): `${number}` {
  const digits = minorDigits(currency);
  const sign = amount_minor < 0 ? '-' : '';
  const padded = Math.abs(amount_minor)
    .toString()
    .padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  const fraction = padded.slice(padded.length - digits);
  return `${sign}${whole}${digits > 0 ? `.${fraction}` : ''}` as `${number}`;
}

/** "€8,400" or "€8,400.50": cents are written where there are any. */
export function formatMoney(money: Money): string {
  const whole = money.amount_minor % 10 ** minorDigits(money.currency) === 0;
  return exactFormat(money.currency, whole).format(decimalText(money));
}

/** "€8.4K": for axes only, where the exact amount stands beside it. */
export function formatMoneyShort(money: Money): string {
  const options: Intl.NumberFormatOptions = {
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  };
  return currencyFormat(money.currency, options, 'short').format(decimalText(money));
}

/** "+€900" or "−€900". */
export function formatMoneyChange(money: Money): string {
  const text = formatMoney({ ...money, amount_minor: Math.abs(money.amount_minor) });
  return `${money.amount_minor < 0 ? '−' : '+'}${text}`;
}

export function formatMoneyList(amounts: readonly Money[]): string {
  return amounts.map(formatMoney).join(' + ');
}
