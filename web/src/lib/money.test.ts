import { describe, expect, it } from 'vitest';

import {
  decimalText,
  formatMoney,
  formatMoneyChange,
  formatMoneyList,
  formatMoneyShort,
  minorDigits,
} from './money';

const money = (amount_minor: number, currency: string) => ({ amount_minor, currency });

describe('money', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['HUF', 2],
    ['IQD', 3],
    ['ISK', 0],
    ['UGX', 0],
    ['MRU', 2],
  ])('knows how many digits the minor unit of %s has', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });

  it.each([
    [money(840000, 'EUR'), '8400.00'],
    [money(5, 'EUR'), '0.05'],
    [money(-5, 'EUR'), '-0.05'],
    [money(9354, 'JPY'), '9354'],
    [money(1, 'KWD'), '0.001'],
    [money(9007199254740991, 'USD'), '90071992547409.91'],
  ])('writes %o exactly', (amount, text) => {
    expect(decimalText(amount)).toBe(text);
  });

  it.each([
    [money(840000, 'EUR'), '€8,400'],
    [money(840050, 'EUR'), '€8,400.50'],
    [money(-120, 'GBP'), '-£1.20'],
    [money(0, 'EUR'), '€0'],
    [money(9354, 'JPY'), 'JP¥9,354'],
    [money(1500, 'USD'), 'US$15'],
    [money(150050, 'HUF'), 'HUF\u00a01,500.50'],
    [money(12005, 'IQD'), 'IQD\u00a012.005'],
    [money(1200, 'ISK'), 'ISK\u00a01,200'],
  ])('shows %o with cents only where there are any', (amount, text) => {
    expect(formatMoney(amount)).toBe(text);
  });

  it('says the direction of a change', () => {
    expect(formatMoneyChange(money(-90000, 'EUR'))).toBe('−€900');
    expect(formatMoneyChange(money(90000, 'EUR'))).toBe('+€900');
  });

  it('puts currencies side by side and never adds them', () => {
    expect(formatMoneyList([money(100, 'EUR'), money(100, 'USD')])).toBe('€1 + US$1');
  });

  it('shortens for axes', () => {
    expect(formatMoneyShort(money(1000000, 'EUR'))).toBe('€10k');
  });
});
