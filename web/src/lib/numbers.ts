import { lazily } from './lazily';
import { LOCALE } from './money';

const integers = lazily(() => new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 }));
const percents = lazily(() => new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 }));

export function formatNumber(value: number): string {
  return integers().format(value);
}

/** 0.82 is "82%". */
export function formatRatio(value: number): string {
  return percents().format(value);
}

/** "1 ticket", "4 tickets". */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(number)} ${number === 1 ? singular : plural}`;
}

/** The mean of each value and the `width - 1` before it; fewer at the start. */
export function rollingMean(values: readonly number[], width: number): number[] {
  let sum = 0;
  return values.map((value, index) => {
    sum += value - (index >= width ? (values[index - width] ?? 0) : 0);
    return sum / Math.min(index + 1, width);
  });
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `value`. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}
