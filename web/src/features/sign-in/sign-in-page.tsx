import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';

import { SkeletonBlock } from '@/components/skeleton';
import { reasonOf } from '@/lib/api';
import { forgetAnswers, signIn, signInOfferQuery } from '@/lib/session';

import { DemoUsers } from './demo-users';
import css from './sign-in.module.css';
import { TokenForm } from './token-form';

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
        {offer.data && offer.data.demo_users.length > 0 && (
          <DemoUsers
            users={offer.data.demo_users}
            busy={enter.isPending}
            onChoose={(demo_user) => enter.mutate({ demo_user })}
          />
        )}
        {offer.data?.demo_users.length === 0 && (
          <TokenForm busy={enter.isPending} onSend={(token) => enter.mutate({ token })} />
        )}
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
      forgetAnswers(client);
      if (next) router.history.push(next);
      else await navigate({ to: '/accounts' });
    },
  });
}
