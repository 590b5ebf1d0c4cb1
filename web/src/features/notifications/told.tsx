import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { Notification } from '@/api/written';
import { Moment } from '@/components/moment';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { cx } from '@/lib/cx';

import css from './notifications.module.css';
import { notificationsQuery, useMarkRead } from './notifications-query';

/** Newest first; each leads to where it was written. */
export function Told({ onLeave }: { onLeave: () => void }) {
  const { data, error } = useQuery(notificationsQuery);
  const mark = useMarkRead();
  if (!data) return error ? <p role="alert">{reasonOf(error)}</p> : <SkeletonBlock height={120} />;
  const unread = data.items.filter(({ read }) => !read).map(({ id }) => id);
  return (
    <>
      <div className={css.head}>
        <h2>Notifications</h2>
        {unread.length > 0 && <MoreButton onClick={() => mark.mutate(unread)}>Mark all as read</MoreButton>}
      </div>
      {mark.error && <p role="alert">{reasonOf(mark.error)}</p>}
      {data.items.length === 0 && <Quiet>Nobody has mentioned you or given you a task.</Quiet>}
      <ul className={css.list} aria-label="Notifications">
        {data.items.map((each) => (
          <Item
            key={each.id}
            told={each}
            onOpen={() => {
              if (!each.read) mark.mutate([each.id]);
              onLeave();
            }}
            onRead={() => mark.mutate([each.id])}
          />
        ))}
      </ul>
    </>
  );
}

interface ItemProps {
  told: Notification;
  onOpen: () => void;
  onRead: () => void;
}

function Item({ told, onOpen, onRead }: ItemProps) {
  const { author, why, name, excerpt, at, read } = told;
  return (
    <li className={cx(css.item, !read && css.new)} data-testid="notification" data-read={read}>
      <Place told={told} onOpen={onOpen}>
        <span className={css.who}>
          {author} {why === 'task' ? 'gave you a task' : 'mentioned you'} · {name}
        </span>
        <span className={css.excerpt}>{excerpt}</span>
        <span className={css.at}>
          <Moment at={at} />
        </span>
      </Place>
      {!read && (
        <button
          type="button"
          className={css.mark}
          aria-label="Mark as read"
          title="Mark as read"
          onClick={onRead}
        >
          <span className={css.dot} aria-hidden />
        </button>
      )}
    </li>
  );
}

/** Contacts are told by their ids. */
function Place({ told, onOpen, children }: Pick<ItemProps, 'told' | 'onOpen'> & { children: ReactNode }) {
  const shared = {
    className: css.place,
    onClick: onOpen,
    params: { id: told.customer },
    search: { tab: 'timeline' },
  };
  return told.customer.startsWith('acc_') ? (
    <Link to="/accounts/$id" {...shared}>
      {children}
    </Link>
  ) : (
    <Link to="/contacts/$id" {...shared}>
      {children}
    </Link>
  );
}
