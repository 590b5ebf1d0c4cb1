import { describe, expect, it } from 'vitest';

import type { FormField } from '@/api/service';

import {
  choicesOf,
  chosenValues,
  missingValues,
  problemsByField,
  sentValues,
  startValues,
} from './form-values';

const FIELDS: FormField[] = [
  { name: 'api_key', label: 'Restricted key', secret: true },
  { name: 'mode', label: 'Mode', choices: ['live', 'test'] },
  { name: 'region', label: 'Region', default: 'eu' },
  { name: 'note', label: 'Note', required: false },
];

describe('the form that a source declares', () => {
  it('starts with defaults and first choices', () => {
    expect(startValues(FIELDS)).toEqual({ api_key: '', mode: 'live', region: 'eu', note: '' });
  });

  it('misses what is needed and empty, blanks included', () => {
    expect(missingValues(FIELDS, { ...startValues(FIELDS), api_key: '  ' })).toEqual({
      api_key: 'Restricted key is needed.',
    });
  });

  it('sends what was filled, trimmed', () => {
    expect(sentValues({ api_key: ' rk_1 ', note: ' ' })).toEqual({ api_key: 'rk_1' });
  });

  it('lets choices be changed, from what is chosen now', () => {
    const choices = choicesOf(FIELDS);
    expect(choices.map((field) => field.name)).toEqual(['mode']);
    expect(chosenValues(choices, { mode: 'test', region: 'us' })).toEqual({ mode: 'test' });
    expect(chosenValues(choices)).toEqual({ mode: 'live' });
  });

  it("puts the server's words beside their fields", () => {
    const one = { title: 'Refused', status: 422, field: 'form.api_key', detail: 'Stripe answered 401.' };
    expect(problemsByField(one)).toEqual({ api_key: 'Stripe answered 401.' });
    const two = {
      title: 'Invalid',
      status: 400,
      errors: [{ field: 'region', reason: 'No such region.' }],
    };
    expect(problemsByField(two)).toEqual({ region: 'No such region.' });
    expect(problemsByField({ title: 'Down', status: 503 })).toEqual({});
  });
});
