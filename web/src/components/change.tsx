import type { Made } from '@/api/provenance';
import { formatRatio } from '@/lib/numbers';

import css from './change.module.css';
import { MadeValue } from './made-value';

interface ChangeProps {
  label: string;
  /** -0.06 is 6 % down. */
  ratio: number;
  made: Made;
}

/** How much a number moved: the arrow says the direction, so that the colour need not. */
export function Change({ label, ratio, made }: ChangeProps) {
  if (Math.abs(ratio) < 0.005) return null;
  const down = ratio < 0;
  return (
    <span className={down ? css.down : css.up}>
      <MadeValue label={label} made={made}>
        <span aria-hidden>{down ? '▼' : '▲'} </span>
        <span className="visually-hidden">{down ? 'down' : 'up'} </span>
        {formatRatio(Math.abs(ratio))}
      </MadeValue>
    </span>
  );
}
