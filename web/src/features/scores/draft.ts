import type { ScoreModel, ScoreModels } from '@/api/scores';

const DELIVERED_BANDS = { green: 80, yellow: 60, orange: 40 };

/** In percent, of all that a model weighs; 0 where it weighs nothing. */
export function shareOf(model: ScoreModel, factor: string): number {
  const sum = Object.values(model.weights).reduce((total, weight) => total + weight, 0);
  return sum === 0 ? 0 : (100 * (model.weights[factor] ?? 0)) / sum;
}

export const same = (one: ScoreModels, other: ScoreModels): boolean => canonical(one) === canonical(other);

/** What weighs nothing need not be named. */
function canonical({ models, default: standard, segments }: ScoreModels): string {
  const weighed = models.map(({ name, weights, bands }) => [
    name,
    Object.entries(weights)
      .filter(([, weight]) => weight !== 0)
      .sort(([a], [b]) => a.localeCompare(b)),
    [bands.green, bands.yellow, bands.orange],
  ]);
  return JSON.stringify([weighed, standard, segments.map(({ segment, model }) => [segment, model])]);
}

const changed = (draft: ScoreModels, index: number, model: ScoreModel): ScoreModels => ({
  ...draft,
  models: draft.models.map((each, place) => (place === index ? model : each)),
});

export function withModel(draft: ScoreModels, index: number, model: ScoreModel): ScoreModels {
  const before = draft.models[index]?.name;
  const next = changed(draft, index, model);
  if (before === undefined || before === model.name) return next;
  const follow = (name: string) => (name === before ? model.name : name);
  return {
    ...next,
    default: follow(draft.default),
    segments: draft.segments.map((each) => ({ ...each, model: follow(each.model) })),
  };
}

/** A further model begins as a copy of the default. */
export function withAnother(draft: ScoreModels): ScoreModels {
  const names = new Set(draft.models.map(({ name }) => name));
  let number = draft.models.length + 1;
  while (names.has(`model ${number}`)) number += 1;
  const from = draft.models.find(({ name }) => name === draft.default);
  const model = {
    name: `model ${number}`,
    weights: from?.weights ?? {},
    bands: from?.bands ?? DELIVERED_BANDS,
  };
  return { ...draft, models: [...draft.models, model] };
}

/** Its segments are judged by the default again. The default itself stays. */
export function without(draft: ScoreModels, name: string): ScoreModels {
  if (name === draft.default) return draft;
  return {
    ...draft,
    models: draft.models.filter((each) => each.name !== name),
    segments: draft.segments.filter(({ model }) => model !== name),
  };
}

/** "models[1].weights" of a problem, as people would say it. */
export function placeOf(draft: ScoreModels, field: string | undefined): string {
  const index = /models\[(\d+)\]/.exec(field ?? '')?.[1];
  const model = index === undefined ? undefined : draft.models[Number(index)];
  return model ? `${model.name}: ` : '';
}
