import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { SavedModels, ScoreModels } from '@/api/scores';
import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';

import css from './scores.module.css';
import { versionsQuery } from './scores-query';

interface VersionsCardProps {
  current: number;
  onUse: (models: ScoreModels) => void;
}

/** Everything that was ever saved. Using one again fills the form: it is saved as a new version. */
export function VersionsCard({ current, onUse }: VersionsCardProps) {
  const { data, error } = useQuery(versionsQuery);
  return (
    <Card title="Versions" testId="score-versions">
      {error && <Quiet>The versions could not be read: {reasonOf(error)}</Quiet>}
      {data?.items.length === 0 && <Quiet>Nothing was saved yet: these are the models as delivered.</Quiet>}
      <ul className={css.versions}>
        {data?.items.map((each) => (
          <Version key={each.version} saved={each} isCurrent={each.version === current} onUse={onUse} />
        ))}
      </ul>
    </Card>
  );
}

interface VersionProps {
  saved: SavedModels;
  isCurrent: boolean;
  onUse: (models: ScoreModels) => void;
}

function Version({ saved, isCurrent, onUse }: VersionProps) {
  const { version, saved_at, saved_by, models } = saved;
  return (
    <li>
      <span>
        Version {version}
        {isCurrent && ', in use'}
        <small>
          {models.models.map(({ name }) => name).join(', ')} · {saved_by ?? 'a command'}
          {saved_at && (
            <>
              , <Moment at={saved_at} />
            </>
          )}
        </small>
      </span>
      {!isCurrent && (
        <Button size="compact-xs" variant="default" onClick={() => onUse(models)}>
          Use again
        </Button>
      )}
    </li>
  );
}
