import { describe, expect, test } from 'vitest';

import type { OwnField } from '@/api/fields';

import { valueText } from '@/lib/field-values';

import { draftOf, valueOf } from './values';

const field = (kind: OwnField['kind'], more: Partial<OwnField> = {}): OwnField => ({
  id: 'fld_x',
  name: 'x',
  title: 'X',
  kind,
  ...more,
});
const draft = (text: string, currency = 'EUR', chosen: string[] = []) => ({ text, currency, chosen });

describe('what an editor sends', () => {
  test('is what it was given where nothing was changed', () => {
    const kept: OwnField[] = [
      field('text', { value: 'Acme' }),
      field('number', { value: -7.25 }),
      field('money', { value: { amount_minor: -840050, currency: 'EUR' } }),
      field('money', { value: { amount_minor: 7, currency: 'JPY' } }),
      field('money', { value: { amount_minor: 1005, currency: 'KWD' } }),
      field('date', { value: '2026-11-30' }),
      field('many_choices', { value: ['a', 'b'] }),
      field('many_choices', { value: ['a'], choices: ['a', 'b'] }),
    ];
    for (const each of kept) expect(valueOf(each, draftOf(each))).toEqual(each.value);
  });

  test('is exact money', () => {
    expect(valueOf(field('money'), draft('8,400.5'))).toEqual({ amount_minor: 840050, currency: 'EUR' });
    expect(valueOf(field('money'), draft('0.29', 'usd'))).toEqual({ amount_minor: 29, currency: 'USD' });
    expect(valueOf(field('money'), draft('1.234'))).toBe('1.234');
  });

  test('is nothing where nothing is written', () => {
    expect(valueOf(field('text'), draft('  '))).toBeNull();
    expect(valueOf(field('number'), draft(''))).toBeNull();
    expect(valueOf(field('many_choices'), draft(' , '))).toEqual([]);
  });

  test('is left to the server to refuse where it is not of the kind', () => {
    expect(valueOf(field('number'), draft('many'))).toBe('many');
    expect(valueOf(field('money'), draft('a lot'))).toBe('a lot');
  });
});

test('values are told as people read them', () => {
  expect(valueText('money', { amount_minor: 840050, currency: 'EUR' })).toBe('€8,400.50');
  expect(valueText('date', '2026-11-30')).toBe('30 Nov 2026');
  expect(valueText('many_choices', ['a', 'b'])).toBe('a, b');
  expect(valueText('user', 'usr_1', { id: 'usr_1', name: 'Maya' })).toBe('Maya');
  expect(valueText('text', null)).toBeUndefined();
});
