import type { FieldDefinition, FieldKind } from '@/api/fields';

import { draftOf, valueOf } from './values';

/** The form of a definition. `standard` is the default value as it is written. */
export interface Definition {
  applies_to: 'account' | 'contact';
  title: string;
  name: string;
  kind: FieldKind;
  description: string;
  choices: string;
  label: string;
  required: boolean;
  unique: boolean;
  standard: string;
  currency: string;
}

export const LABELS = [
  'identity',
  'commercial',
  'contract',
  'support',
  'usage',
  'cs_private',
  'communication',
  'finance',
  'personal',
];

export const hasChoices = (kind: FieldKind): boolean => kind === 'choice' || kind === 'many_choices';

/** "Sales region" is "sales_region": what a field is called in searches and by programs. */
export function slugOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
  return plain.replace(/^[^a-z]+|_+$/g, '').slice(0, 40);
}

export function definitionOf(field: FieldDefinition | undefined): Definition {
  if (!field)
    return {
      applies_to: 'account',
      title: '',
      name: '',
      kind: 'text',
      description: '',
      choices: '',
      label: 'identity',
      required: false,
      unique: false,
      standard: '',
      currency: 'EUR',
    };
  const { text, currency } = draftOf({ ...field, choices: field.choices ?? [], value: field.default });
  return { ...field, choices: (field.choices ?? []).join('\n'), standard: text, currency };
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What is sent: a new field whole, a known one without what never changes. */
export function bodyOf(definition: Definition, field: FieldDefinition | undefined): Record<string, unknown> {
  const { applies_to, name, title, kind, description, label, required, unique, standard, currency } =
    definition;
  const chosen = lines(definition.choices);
  const free = field?.built_in === true && chosen.length === 0;
  const choices = hasChoices(kind) && !free ? chosen : null;
  const body = { title, description, choices };
  if (field?.built_in) return body;
  const value = valueOf({ kind }, { text: standard, currency, chosen: [] });
  const whole = {
    ...body,
    label,
    required,
    unique,
    default: Array.isArray(value) && !value.length ? null : value,
  };
  return field ? whole : { ...whole, applies_to, kind, name: name || slugOf(title) };
}
