import { ToggleButton } from '@/components/chart-frame';

import css from './contact-page.module.css';
import type { Wanted } from './contact-query';
import { KINDS } from './words';

interface WishesProps {
  wanted: Wanted;
  onWish: (wanted: Wanted) => void;
}

/** Which conversations, and in which order. */
export function Wishes({ wanted: { order, kind }, onWish }: WishesProps) {
  return (
    <div className={css.wishes} role="group" aria-label="Which conversations">
      <ToggleButton pressed={kind === undefined} onToggle={() => onWish({ order })}>
        All
      </ToggleButton>
      {Object.entries(KINDS).map(([name, title]) => (
        <ToggleButton key={name} pressed={kind === name} onToggle={() => onWish({ order, kind: name })}>
          {title}
        </ToggleButton>
      ))}
      <span className={css.order}>
        <ToggleButton
          pressed={order === 'oldest'}
          onToggle={() =>
            onWish({ order: order === 'oldest' ? 'newest' : 'oldest', ...(kind !== undefined && { kind }) })
          }
        >
          Oldest first
        </ToggleButton>
      </span>
    </div>
  );
}
