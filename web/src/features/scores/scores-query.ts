import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { Comparison, ModelVersions, ScoreModels, ScoreModelsShown } from '@/api/scores';
import { announce } from '@/lib/announce';
import { getJson, sendJson } from '@/lib/api';

const PATH = '/score-models';
const MODELS = ['score-models'] as const;
const VERSIONS = [...MODELS, 'versions'] as const;

export const modelsQuery = queryOptions({
  queryKey: MODELS,
  queryFn: ({ signal }) => getJson<ScoreModelsShown>(PATH, signal),
});

export const versionsQuery = queryOptions({
  queryKey: VERSIONS,
  queryFn: ({ signal }) => getJson<ModelVersions>(`${PATH}/versions?limit=20`, signal),
});

/** What saving these upon that version would come to. The last answer stays until the next is there. */
export const comparisonQuery = (on: number, models: ScoreModels) =>
  queryOptions({
    queryKey: [...MODELS, 'preview', on, models],
    queryFn: () => sendJson<Comparison>('POST', `${PATH}/preview`, models),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Saves upon the version that was shown: what somebody else has saved meanwhile is not lost. */
export function useSave(on: number, onSaved: (shown: ScoreModelsShown) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (models: ScoreModels) => sendJson<ScoreModelsShown>('PUT', PATH, { on, models }),
    onSuccess: async (shown) => {
      client.setQueryData(MODELS, shown);
      announce(`Saved as version ${shown.saved.version}. The book is judged again.`);
      onSaved(shown);
      await client.invalidateQueries({ queryKey: VERSIONS });
    },
  });
}
