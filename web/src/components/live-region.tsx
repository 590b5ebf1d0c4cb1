import { useSyncExternalStore } from 'react';

import { announced, onAnnouncement } from '@/lib/announce';

/** Says to screen readers what changed on the page by itself. */
export function LiveRegion() {
  const words = useSyncExternalStore(onAnnouncement, announced);
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
      {words}
    </div>
  );
}
