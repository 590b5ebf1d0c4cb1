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
  const { id } = accountRoute.useParams();
  const { tab = 'overview' } = accountRoute.useSearch();
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
  path: '/accounts/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } =>
    typeof search.tab === 'string' && search.tab !== 'overview' ? { tab: search.tab } : {},
  component: Account,
});
