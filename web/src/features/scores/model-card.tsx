import { Button, NumberInput, TextInput } from '@mantine/core';

import type { Bands } from '@/api/page';
import type { FactorShown, ScoreModel } from '@/api/scores';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { Meter } from '@/components/meter';
import { inWords } from '@/lib/text';

import { shareOf } from './draft';
import css from './scores.module.css';

interface ModelCardProps {
  model: ScoreModel;
  factors: readonly FactorShown[];
  isDefault: boolean;
  onChange: (model: ScoreModel) => void;
  onRemove: () => void;
  onDefault: () => void;
}

const BANDS = ['green', 'yellow', 'orange'] as const;
const MOST = 1000;

/** One model: what each factor weighs, and where the bands begin. */
export function ModelCard({ model, factors, isDefault, onChange, onRemove, onDefault }: ModelCardProps) {
  const weigh = (factor: string, weight: number) =>
    onChange({ ...model, weights: { ...model.weights, [factor]: weight } });
  return (
    <Card
      title={inWords(model.name)}
      testId="score-model"
      aside={
        isDefault ? (
          <Badge tone="blue">Default</Badge>
        ) : (
          <span className={css.tools}>
            <Button size="compact-xs" variant="default" onClick={onDefault}>
              Make default
            </Button>
            <Button size="compact-xs" variant="default" onClick={onRemove}>
              Remove
            </Button>
          </span>
        )
      }
    >
      <TextInput
        label="Name"
        value={model.name}
        maxLength={60}
        className={css.name}
        onChange={(event) => onChange({ ...model, name: event.currentTarget.value })}
      />
      <ul className={css.weights}>
        {factors.map((factor) => (
          <Weight
            key={factor.name}
            factor={factor}
            weight={model.weights[factor.name] ?? 0}
            share={shareOf(model, factor.name)}
            onChange={(weight) => weigh(factor.name, weight)}
          />
        ))}
      </ul>
      <BandInputs bands={model.bands} onChange={(bands) => onChange({ ...model, bands })} />
    </Card>
  );
}

interface WeightProps {
  factor: FactorShown;
  weight: number;
  share: number;
  onChange: (weight: number) => void;
}

function Weight({ factor, weight, share, onChange }: WeightProps) {
  const measures = factor.measures.map(({ name, share: part }) => `${name} ${Math.round(part)}%`).join(', ');
  return (
    <li>
      <span className={css.factor}>
        {inWords(factor.name)}
        <small>{measures}</small>
      </span>
      <NumberInput
        size="xs"
        aria-label={`Weight of ${factor.name}`}
        value={weight}
        min={0}
        max={MOST}
        clampBehavior="strict"
        allowNegative={false}
        className={css.number}
        onChange={(value) => onChange(Number(value) || 0)}
      />
      <Meter share={share / 100} tone="blue" />
      <span className={css.share}>{Math.round(share)}%</span>
    </li>
  );
}

function BandInputs({ bands, onChange }: { bands: Bands; onChange: (bands: Bands) => void }) {
  return (
    <fieldset className={css.bands}>
      <legend>A score is</legend>
      {BANDS.map((band) => (
        <NumberInput
          key={band}
          size="xs"
          label={`${inWords(band)} from`}
          value={bands[band]}
          min={1}
          max={99}
          allowNegative={false}
          className={css.number}
          onChange={(value) => onChange({ ...bands, [band]: Number(value) || 0 })}
        />
      ))}
      <span className={css.below}>and red below.</span>
    </fieldset>
  );
}
