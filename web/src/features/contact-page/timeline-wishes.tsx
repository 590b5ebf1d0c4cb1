import type { TimelineEntry } from '@/api/contacts';
import { ToggleButton } from '@/components/chart-frame';

import css from './contact-page.module.css';
import type { TimelineWanted } from './contact-query';

const KINDS: Record<TimelineEntry['kind'], string> = {
  conversation: 'Conversations',
  note: 'Internal notes',
  event: 'Access log',
};

interface TimelineWishesProps {
  wanted: TimelineWanted;
  onWish: (wanted: TimelineWanted) => void;
  /** Whether everything that was said stands in the list. */
  whole: boolean;
  onWhole: (whole: boolean) => void;
  /** Whether the viewer may read who looked. */
  withEvents: boolean;
}

/** What of a person, and in which order. */
export function TimelineWishes({ wanted, onWish, whole, onWhole, withEvents }: TimelineWishesProps) {
  const { kind, order, refreshes } = wanted;
  const kinds = (Object.keys(KINDS) as TimelineEntry['kind'][]).filter(
    (each) => withEvents || each !== 'event',
  );
  return (
    <div className={css.wishes} role="group" aria-label="What of this person">
      <ToggleButton pressed={kind === undefined} onToggle={() => onWish({ order, refreshes })}>
        All
      </ToggleButton>
      {kinds.map((each) => (
        <ToggleButton
          key={each}
          pressed={kind === each}
          onToggle={() => onWish({ order, refreshes, kind: each })}
        >
          {KINDS[each]}
        </ToggleButton>
      ))}
      <span className={css.order}>
        {withEvents && (kind === undefined || kind === 'event') && (
          <ToggleButton pressed={refreshes} onToggle={() => onWish({ ...wanted, refreshes: !refreshes })}>
            With refreshes
          </ToggleButton>
        )}
        {kind !== 'event' && (
          <ToggleButton pressed={whole} onToggle={() => onWhole(!whole)}>
            All messages
          </ToggleButton>
        )}
        <ToggleButton
          pressed={order === 'oldest'}
          onToggle={() => onWish({ ...wanted, order: order === 'oldest' ? 'newest' : 'oldest' })}
        >
          Oldest first
        </ToggleButton>
      </span>
    </div>
  );
}
