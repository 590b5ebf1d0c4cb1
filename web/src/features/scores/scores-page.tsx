import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCloudOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { ScoreModels, ScoreModelsShown } from '@/api/scores';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { ProblemError, reasonOf } from '@/lib/api';
import { useTitle } from '@/lib/title';

import { ComparisonCard } from './comparison-card';
import { placeOf, same, withAnother, withModel, without } from './draft';
import { ModelCard } from './model-card';
import css from './scores.module.css';
import { modelsQuery, useSave } from './scores-query';
import { SegmentsCard } from './segments-card';
import { VersionsCard } from './versions-card';

const TYPING = 400;

/** What health is judged by: weighed, tried over the whole book, and saved. */
export function ScoresPage() {
  useTitle('Score models');
  const { data, error } = useQuery(modelsQuery);
  return (
    <div className={css.page} data-testid="scores-page">
      {error && !data && (
        <Notice
          icon={<IconCloudOff size={24} />}
          title="The score models could not be read"
          page
          minHeight={240}
        >
          {reasonOf(error)}
        </Notice>
      )}
      {!data && !error && <SkeletonBlock height={420} />}
      {data && <Editor key={data.saved.version} shown={data} />}
    </div>
  );
}

function Editor({ shown }: { shown: ScoreModelsShown }) {
  const { saved, factors } = shown;
  const [draft, setDraft] = useState<ScoreModels>(saved.models);
  const [tried] = useDebouncedValue(draft, TYPING);
  const save = useSave(saved.version, () => undefined);
  const unchanged = same(draft, saved.models);
  return (
    <>
      <Head
        unchanged={unchanged}
        saving={save.isPending}
        onDiscard={() => setDraft(saved.models)}
        onSave={() => save.mutate(draft)}
      />
      {save.error && (
        <p className={css.problem} role="alert">
          {placeOf(draft, save.error instanceof ProblemError ? save.error.problem.field : undefined)}
          {reasonOf(save.error)}
        </p>
      )}
      <div className={css.columns}>
        <div className={css.column}>
          {draft.models.map((model, index) => (
            <ModelCard
              key={index}
              model={model}
              factors={factors}
              isDefault={model.name === draft.default}
              onChange={(changed) => setDraft(withModel(draft, index, changed))}
              onRemove={() => setDraft(without(draft, model.name))}
              onDefault={() => setDraft({ ...draft, default: model.name })}
            />
          ))}
          <Button variant="default" onClick={() => setDraft(withAnother(draft))}>
            Add a model
          </Button>
        </div>
        <div className={css.column}>
          <ComparisonCard on={saved.version} models={tried} />
          <SegmentsCard draft={draft} onChange={setDraft} />
          <VersionsCard current={saved.version} onUse={setDraft} />
        </div>
      </div>
    </>
  );
}

interface HeadProps {
  unchanged: boolean;
  saving: boolean;
  onDiscard: () => void;
  onSave: () => void;
}

function Head({ unchanged, saving, onDiscard, onSave }: HeadProps) {
  return (
    <div className={css.head}>
      <div>
        <h1>Score models</h1>
        <p className={css.intro}>
          What each factor of health weighs. Pages judge by a saved model at once, lists within moments.
        </p>
      </div>
      <span className={css.tools}>
        <Button variant="default" disabled={unchanged} onClick={onDiscard}>
          Discard
        </Button>
        <Button loading={saving} disabled={unchanged} onClick={onSave}>
          Save
        </Button>
      </span>
    </div>
  );
}
