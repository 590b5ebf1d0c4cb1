import { IconChevronRight } from '@tabler/icons-react';

import type { DemoUser } from '@/api/service';
import { Avatar } from '@/components/avatar';
import { Badge } from '@/components/badge';
import { inWords } from '@/lib/text';

import css from './sign-in.module.css';

interface DemoUsersProps {
  users: readonly DemoUser[];
  busy: boolean;
  onChoose: (id: string) => void;
}

/** One person of each role, and what that role sees. */
export function DemoUsers({ users, busy, onChoose }: DemoUsersProps) {
  return (
    <>
      <ul className={css.users} aria-label="Sign in as">
        {users.map((user) => (
          <li key={user.id}>
            <button
              type="button"
              className={css.user}
              disabled={busy}
              data-testid={`sign-in-${user.id}`}
              onClick={() => onChoose(user.id)}
            >
              <Avatar name={user.name} />
              <span>
                <span className={css.name}>
                  {user.name} <Badge>{inWords(user.role)}</Badge>
                </span>
                <span className={css.summary}>{user.summary}</span>
              </span>
              <IconChevronRight className={css.chevron} size={16} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <p className={css.note}>
        This is the demo: invented customers, no passwords. Each person sees what the role allows.
      </p>
    </>
  );
}
