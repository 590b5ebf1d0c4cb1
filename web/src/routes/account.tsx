import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { SkeletonBlock } from '@/components/skeleton';
import { useMay } from '@/lib/session';

import { signedInRoute } from './signed-in';

const AccountPage = lazy(async () => ({
  default: (await import('@/features/account-page/account-page')).AccountPage,
}));
const AccountAccessLog = lazy(async () => ({
  default: (await import('@/features/access-log/account-access-log')).AccountAccessLog,
}));

/** The page shows the access log without knowing it: features do not know each other. */
function Account() {
  const { id, tab = 'overview' } = accountRoute.useParams();
  const mayReadLog = useMay('audit_account');
  return (
    <Suspense fallback={<SkeletonBlock height={600} />}>
      <AccountPage
        key={id}
        id={id}
        tab={tab}
        {...(mayReadLog && { accessLog: <AccountAccessLog id={id} /> })}
      />
    </Suspense>
  );
}

export const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/accounts/$id/{-$tab}',
  component: Account,
});
