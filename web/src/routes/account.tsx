import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { SkeletonBlock } from '@/components/skeleton';
import type { Page } from '@/lib/page';
import { useMay } from '@/lib/session';

import { signedInRoute } from './signed-in';

const AccountPage = lazy(async () => ({
  default: (await import('@/features/account-page/account-page')).AccountPage,
}));
const AccountAccessLog = lazy(async () => ({
  default: (await import('@/features/access-log/account-access-log')).AccountAccessLog,
}));
const MergeMenu = lazy(async () => ({ default: (await import('@/features/merging/merge-menu')).MergeMenu }));
const ChosenValues = lazy(async () => ({
  default: (await import('@/features/merging/chosen-values')).ChosenValues,
}));
const RollUp = lazy(async () => ({ default: (await import('@/features/family/roll-up')).RollUp }));
const Merges = lazy(async () => ({ default: (await import('@/features/merging/merges')).Merges }));
const HandLinks = lazy(async () => ({
  default: (await import('@/features/hand-links/hand-links')).HandLinks,
}));

const OwnFields = lazy(async () => ({ default: (await import('@/features/fields/own-fields')).OwnFields }));

const ownFields = (page: Page) =>
  page.account.fields?.length ? (
    <Suspense fallback={<SkeletonBlock height={220} />}>
      <OwnFields page={page} />
    </Suspense>
  ) : null;

const menu = (page: Page) => (
  <Suspense fallback={null}>
    <MergeMenu page={page} />
  </Suspense>
);

const rollUp = (page: Page) =>
  page.account.children?.length ? (
    <Suspense fallback={<SkeletonBlock height={104} />}>
      <RollUp account={page.account} />
    </Suspense>
  ) : null;

/** The page shows the access log, own fields and what can be merged without knowing them: features do not know each other. */
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
        ownFields={ownFields}
        menu={menu}
        whyShown={
          <Suspense fallback={null}>
            <ChosenValues id={id} />
          </Suspense>
        }
        rollUp={rollUp}
        {...(mayReadLog && {
          accessLog: (
            <>
              <Merges id={id} />
              <HandLinks id={id} />
              <AccountAccessLog id={id} />
            </>
          ),
        })}
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
