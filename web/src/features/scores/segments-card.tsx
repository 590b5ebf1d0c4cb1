import { Button, NativeSelect, TextInput } from '@mantine/core';

import type { ScoreModels } from '@/api/scores';
import { Card } from '@/components/card';
import { Quiet } from '@/components/stack';

import css from './scores.module.css';

interface SegmentsCardProps {
  draft: ScoreModels;
  onChange: (draft: ScoreModels) => void;
}

/** Which customers are judged by which model, by the segments that they are in. */
export function SegmentsCard({ draft, onChange }: SegmentsCardProps) {
  const { segments } = draft;
  const change = (index: number, changes: Partial<(typeof segments)[number]>) =>
    onChange({
      ...draft,
      segments: segments.map((each, place) => (place === index ? { ...each, ...changes } : each)),
    });
  const remove = (index: number) =>
    onChange({ ...draft, segments: segments.filter((_, place) => place !== index) });
  const names = draft.models.map(({ name }) => name);
  return (
    <Card title="Segments" testId="score-segments">
      <Quiet>
        Customers of a segment are judged by its model, all others by the default. Of several segments the
        first in this list counts.
      </Quiet>
      <ul className={css.segments}>
        {segments.map(({ segment, model }, index) => (
          <li key={index}>
            <TextInput
              size="xs"
              aria-label={`Segment ${index + 1}`}
              placeholder="Enterprise"
              value={segment}
              onChange={(event) => change(index, { segment: event.currentTarget.value })}
            />
            <NativeSelect
              size="xs"
              aria-label={`Model of segment ${index + 1}`}
              data={names}
              value={model}
              onChange={(event) => change(index, { model: event.currentTarget.value })}
            />
            <Button size="compact-xs" variant="default" onClick={() => remove(index)}>
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <Button
        size="xs"
        variant="default"
        onClick={() => onChange({ ...draft, segments: [...segments, { segment: '', model: draft.default }] })}
      >
        Add a segment
      </Button>
    </Card>
  );
}
