import { Popover } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';

import { SkeletonBlock } from '@/components/skeleton';
import { count } from '@/lib/numbers';

import css from './notifications.module.css';
import { unreadQuery } from './notifications-query';

const Told = lazy(async () => ({ default: (await import('./told')).Told }));

/** What one was told and has not read: mentions, and tasks that one was given. */
export function Bell() {
  const [open, setOpen] = useState(false);
  const { data: unread = 0 } = useQuery(unreadQuery);
  return (
    <Popover
      width="min(380px, 94vw)"
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      opened={open}
      onChange={setOpen}
    >
      <Popover.Target>
        <button
          type="button"
          className={css.bell}
          aria-label={unread ? `Notifications, ${count(unread, 'unread', 'unread')}` : 'Notifications'}
          aria-haspopup="dialog"
          data-testid="bell"
          onClick={() => setOpen(!open)}
        >
          <IconBell size={18} aria-hidden />
          {unread > 0 && (
            <span className={css.unread} aria-hidden>
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Notifications" className={css.told}>
        <Suspense fallback={<SkeletonBlock height={120} />}>
          <Told onLeave={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
