import { IconChevronRight, IconLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';

import type { DemoUser } from '@/api/service';
import { Avatar } from '@/components/avatar';
import { Badge } from '@/components/badge';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { reasonOf } from '@/lib/api';
import { signIn, signInOfferQuery } from '@/lib/session';
import { inWords } from '@/lib/text';

import css from './sign-in.module.css';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const offer = useQuery(signInOfferQuery);
  const enter = useEnter();
  const problem = offer.error ?? enter.error;
  return (
    <main id="main" className={css.page}>
      <div className={css.box}>
        <div className={css.head}>
          <span className={css.logo} aria-hidden />
          <div>
            <h1>Rotunda</h1>
            <p>Everything about one customer, on one screen.</p>
          </div>
        </div>
        {problem && (
          <p className={css.problem} role="alert">
            {reasonOf(problem)}
          </p>
        )}
        {offer.isPending && <SkeletonBlock height={330} />}
        {offer.data && <Offer users={offer.data.demo_users} busy={enter.isPending} onChoose={enter.mutate} />}
      </div>
    </main>
  );
}

function useEnter() {
  const navigate = useNavigate();
  const router = useRouter();
  const client = useQueryClient();
  const { next } = route.useSearch();
  return useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'sign-in' });
      if (next) router.history.push(next);
      else await navigate({ to: '/accounts' });
    },
  });
}

interface OfferProps {
  users: readonly DemoUser[];
  busy: boolean;
  onChoose: (id: string) => void;
}

function Offer({ users, busy, onChoose }: OfferProps) {
  if (users.length === 0)
    return (
      <Notice icon={<IconLock size={24} />} title="No sign-in is set up here" minHeight={200}>
        Ask whoever runs this server for access. Programs use a token made by “rotunda token create”.
      </Notice>
    );
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
