import { describe, expect, test } from 'vitest';

import type { DeedDone, FieldChanged } from '@/api/fields';

import { changeWords, deedWords } from './words';

const at = '2026-11-20T15:00:00Z';
const [acme, bolt] = [
  { id: 'acc_1', name: 'Acme' },
  { id: 'acc_2', name: 'Bolt' },
];
const deed = (kind: string, more: Partial<DeedDone> = {}): DeedDone => ({
  what: 'identity',
  id: 'x',
  at,
  kind,
  customer: acme,
  other: bolt,
  ...more,
});

test('a change is told with both values', () => {
  const change: FieldChanged = {
    what: 'field',
    id: 'fch_1',
    at,
    edit: 'edt_1',
    field: { id: 'fld_1', name: 'tags', title: 'Tags', kind: 'many_choices' },
    new: ['pilot', 'vip'],
  };
  expect(changeWords(change)).toBe('Tags: nothing → pilot, vip');
  expect(changeWords({ ...change, old: ['a'], new: null })).toBe('Tags: a → nothing');
});

describe('what was decided', () => {
  test('names both', () => {
    expect(deedWords(deed('merge'))).toBe('Bolt was merged into Acme');
    expect(deedWords(deed('split', { identifier: 'email:ada@acme.com' }))).toBe(
      'The email ada@acme.com was given by Acme to Bolt',
    );
    expect(deedWords(deed('split', { identifier: 'record:hubspot:9' }))).toBe(
      'The record hubspot:9 was given by Acme to Bolt',
    );
  });

  test('names nobody who may not be opened, and nothing that may not be read', () => {
    const hidden = deed('split', { kind: 'split' });
    delete hidden.other;
    expect(deedWords(hidden)).toBe('An identifier was given by Acme to one that you may not open');
    const both = deed('keep_apart');
    delete both.customer;
    expect(deedWords(both)).toBe('One that you may not open and Bolt are kept apart');
  });

  test('is told by its own name where it is new', () => {
    expect(deedWords(deed('link.hand'))).toBe('Link hand');
  });
});
