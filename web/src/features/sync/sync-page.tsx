import { useTitle } from '@/lib/title';

import { Deliveries } from './deliveries';
import { Pulled } from './pulled';
import css from './sync.module.css';

/** What sources send by themselves, what is pulled from them, and what is on its way to them: what has failed, above all. */
export function SyncPage() {
  useTitle('Sync and webhooks');
  return (
    <div className={css.page} data-testid="sync-page">
      <h1>Sync and webhooks</h1>
      <p className={css.intro}>
        What sources send by themselves and what is pulled from them. Neither is needed for a page to be
        current when it is opened: it asks its sources itself.
      </p>
      <Pulled />
      <Deliveries />
    </div>
  );
}
