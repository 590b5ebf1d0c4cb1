import { expect, test } from 'vitest';

import type { FieldDefinition } from '@/api/fields';

import { bodyOf, definitionOf, slugOf } from './definition';

const region: FieldDefinition = {
  id: 'fld_x',
  applies_to: 'account',
  name: 'region',
  title: 'Region',
  description: '',
  kind: 'choice',
  choices: ['EU', 'US'],
  required: false,
  default: 'EU',
  unique: false,
  label: 'identity',
  position: 10,
  built_in: false,
  archived_at: null,
};

test('a title makes a name that programs can use', () => {
  expect(slugOf('Größe (m²)')).toBe('gro_e_m2');
  expect(slugOf('2nd contact – phone')).toBe('nd_contact_phone');
  expect(slugOf('x'.repeat(60))).toHaveLength(40);
});

test('a definition that was not changed says what was there', () => {
  expect(bodyOf(definitionOf(region), region)).toEqual({
    title: 'Region',
    description: '',
    choices: ['EU', 'US'],
    label: 'identity',
    required: false,
    unique: false,
    default: 'EU',
  });
});

test('a new one is named after its title', () => {
  const made = bodyOf(
    { ...definitionOf(undefined), title: 'Sales region', kind: 'money', standard: '5' },
    undefined,
  );
  expect(made).toMatchObject({
    name: 'sales_region',
    default: { amount_minor: 500, currency: 'EUR' },
    choices: null,
  });
});

test('what comes with the house keeps its rules', () => {
  const tags: FieldDefinition = {
    ...region,
    kind: 'many_choices',
    choices: null,
    built_in: true,
    default: null,
  };
  expect(bodyOf(definitionOf(tags), tags)).toEqual({ title: 'Region', description: '', choices: null });
});
