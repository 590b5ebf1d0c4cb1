import type { Piece } from '@/api/timeline';

import css from './timeline.module.css';

/** Text in which what was searched for stands out. */
export function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, hit }, index) =>
    hit ? (
      <mark key={index} className={css.hit}>
        {text}
      </mark>
    ) : (
      <span key={index}>{text}</span>
    ),
  );
}
