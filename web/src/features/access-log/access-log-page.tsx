import { IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { ToggleButton } from '@/components/chart-frame';
import { Card } from '@/components/card';
import { useTitle } from '@/lib/title';

import css from './access-log.module.css';
import { Looks } from './looks';

interface ChosenUser {
  id: string;
  name: string;
}

/** Every look at every customer. */
export function AccessLogPage() {
  useTitle('Access log');
  const [user, setUser] = useState<ChosenUser>();
  return (
    <div className={css.page} data-testid="access-log-page">
      <h1>Access log</h1>
      <p className={css.intro}>
        Every view, search and list is recorded before anything is shown. The records are chained: a change to
        one is found.
      </p>
      <Card
        title={user ? `Looks of ${user.name}` : 'All looks'}
        aside={
          user && (
            <ToggleButton pressed onToggle={() => setUser(undefined)}>
              <span className={css.chosen}>
                Everybody <IconX size={12} aria-hidden />
              </span>
            </ToggleButton>
          )
        }
      >
        <Looks filter={user ? { user: user.id } : {}} onUser={setUser} />
      </Card>
    </div>
  );
}
