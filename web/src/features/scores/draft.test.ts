import { expect, test } from 'vitest';

import type { ScoreModels } from '@/api/scores';

import { placeOf, same, shareOf, withAnother, withModel, without } from './draft';

const bands = { green: 80, yellow: 60, orange: 40 };
const account = { name: 'account', weights: { support: 1, payment: 3 }, bands };
const calm = { name: 'calm', weights: { support: 1 }, bands };
const draft: ScoreModels = {
  models: [account, calm],
  default: 'account',
  segments: [{ segment: 'Small', model: 'calm' }],
};

test('shares are of all that a model weighs', () => {
  expect([shareOf(account, 'payment'), shareOf(account, 'contract')]).toEqual([75, 0]);
  expect(shareOf({ ...account, weights: {} }, 'payment')).toBe(0);
});

test('a factor of weight 0 is as one that is not named', () => {
  expect(same(draft, withModel(draft, 1, { ...calm, weights: { payment: 0, support: 1 } }))).toBe(true);
  expect(same(draft, withModel(draft, 1, { ...calm, weights: { support: 2 } }))).toBe(false);
});

test('whoever names a model anew names it everywhere', () => {
  expect(withModel(draft, 1, { ...calm, name: 'quiet' }).segments).toEqual([
    { segment: 'Small', model: 'quiet' },
  ]);
  expect(withModel(draft, 0, { ...account, name: 'main' }).default).toBe('main');
});

test('a further model is a copy of the default under a name of its own', () => {
  const more = withAnother(withAnother(draft));
  expect(more.models.map(({ name }) => name)).toEqual(['account', 'calm', 'model 3', 'model 4']);
  expect(more.models[3]?.weights).toEqual(account.weights);
});

test('a model goes with its segments, the default stays', () => {
  expect(without(draft, 'calm')).toEqual({ models: [account], default: 'account', segments: [] });
  expect(without(draft, 'account')).toBe(draft);
});

test('a problem says which model it is about', () => {
  expect(placeOf(draft, 'models.models[1].weights')).toBe('calm: ');
  expect(placeOf(draft, 'models.default')).toBe('');
});
