import { describe, expect, it } from 'vitest';

import { matching, moved, type PaletteEntry } from './entries';
import { foundBy, lookupKeys } from './lookup';

const SOURCES = ['stripe', 'zendesk'];

describe('what was typed into the palette', () => {
  it.each([
    ['jonas@northwind.example', { by: 'email', value: 'jonas@northwind.example' }],
    ['northwind.example', { by: 'domain', value: 'northwind.example' }],
    ['https://zürcher.example/', { by: 'domain', value: 'zürcher.example' }],
    ['#48201', { by: 'ticket', value: '#48201' }],
    ['+49 (30) 555-0142', { by: 'phone', value: '+49 (30) 555-0142' }],
    ['482', { by: 'ticket', value: '482' }],
    ['olddesk:#OD-7', { by: 'ticket', value: 'olddesk:#OD-7' }],
  ])('is an identifier: %s', (typed, key) => {
    expect(lookupKeys(typed, SOURCES)).toEqual([key]);
  });

  it('may be a conversation or a record of the source that it names', () => {
    expect(lookupKeys(' zendesk:36000123 ', SOURCES)).toEqual([
      { by: 'ticket', value: 'zendesk:36000123' },
      { by: 'external', value: 'zendesk:36000123' },
    ]);
  });

  it('says what a number is today and what it was', () => {
    const account = { id: 'acc_1', name: 'A' };
    expect(foundBy({ account, by: 'email' })).toBe('by email');
    const ticket = { source: 'zendesk', number: '7', old_system: 'olddesk', old_number: 'OD-7' };
    expect(foundBy({ account, by: 'ticket', ticket })).toBe('zendesk 7 · was OD-7 in olddesk');
    expect(foundBy({ account, by: 'ticket', ticket: { old_system: 'crm', old_number: 'C' } })).toBe(
      'was C in crm',
    );
  });

  it('may be an id of any source when it names none', () => {
    expect(lookupKeys('cus_Nf1abc', SOURCES).map((key) => key.value)).toEqual([
      'stripe:cus_Nf1abc',
      'zendesk:cus_Nf1abc',
    ]);
    expect(lookupKeys('36000123', SOURCES)).toHaveLength(3);
  });

  it.each([
    'north',
    'north wind',
    'plan:pro',
    'mrr:>1000',
    'renewal:<90d',
    'a@b',
    'unknown:1234',
    '',
    '3.14',
    'owner:me',
  ])('is no identifier: "%s"', (typed) => {
    expect(lookupKeys(typed, SOURCES)).toEqual([]);
  });

  const entry = (title: string): PaletteEntry => ({
    key: title,
    group: 'Pages',
    title,
    run: () => undefined,
  });

  it('finds pages by any of their words', () => {
    const entries = [entry('Access log'), entry('Accounts')];
    expect(matching(entries, 'log acc').map((each) => each.title)).toEqual(['Access log']);
    expect(matching(entries, '')).toHaveLength(2);
  });

  it('moves round and round', () => {
    expect(moved(0, -1, 3)).toBe(2);
    expect(moved(2, 1, 3)).toBe(0);
    expect(moved(0, 1, 0)).toBe(0);
  });
});
