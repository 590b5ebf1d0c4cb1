import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { WRITTEN, type WrittenKind } from '@/api/written';
import { SkeletonBlock } from '@/components/skeleton';
import { type Page, viewOf } from '@/lib/page';
import { useMay, useReads } from '@/lib/session';
import type { ProfileView } from '@/sections/profile/model';

import { OwnedFields, undoOf } from './owned-fields';
import { useWriteSuggested } from './suggested';
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
const HandLinks = lazy(async () => ({
  default: (await import('@/features/hand-links/hand-links')).HandLinks,
}));
const HistoryCard = lazy(async () => ({
  default: (await import('@/features/history/history-card')).HistoryCard,
}));

const TimelineTab = lazy(async () => ({
  default: (await import('@/features/timeline/timeline-tab')).TimelineTab,
}));

const OpenTasks = lazy(async () => ({
  default: (await import('@/features/timeline/writing/open-tasks')).OpenTasks,
}));

const ChurnSignals = lazy(async () => ({
  default: (await import('@/features/signals/churn-signals')).ChurnSignals,
}));

const SinceLine = lazy(async () => ({ default: (await import('@/features/since/since-line')).SinceLine }));
const AsOfCard = lazy(async () => ({ default: (await import('@/features/since/as-of-card')).AsOfCard }));

/** Asked for when the page is there: nothing on it waits for what was. */
const since = (page: Page) =>
  page.scores && (
    <Suspense fallback={null}>
      <SinceLine key={page.account.id} customer={{ of: 'accounts', id: page.account.id }} />
    </Suspense>
  );

function SignalsOf({ page }: { page: Page }) {
  const write = useWriteSuggested();
  return <ChurnSignals key={page.account.id} page={page} onWrite={write} />;
}

const signals = (page: Page) => (
  <Suspense fallback={<SkeletonBlock height={180} />}>
    <SignalsOf page={page} />
  </Suspense>
);

const asOf = (page: Page) => (
  <Suspense fallback={<SkeletonBlock height={72} />}>
    <AsOfCard key={page.account.id} account={page.account.id} />
  </Suspense>
);

/** With the form that the address asks for. */
function TimelineOf({ account }: { account: string }) {
  const { write } = accountRoute.useSearch();
  const go = accountRoute.useNavigate();
  const onDone = () => void go({ search: { tab: 'timeline' }, replace: true, resetScroll: false });
  return (
    <Suspense fallback={<SkeletonBlock height={600} />}>
      <TimelineTab
        key={account}
        customer={{ of: 'accounts', id: account }}
        account={account}
        asked={write && { kind: write, onDone }}
      />
    </Suspense>
  );
}

const timeline = (page: Page) => <TimelineOf account={page.account.id} />;

const tasks = (page: Page) => (
  <Suspense fallback={<SkeletonBlock height={77} />}>
    <OpenTasks key={page.account.id} customer={{ of: 'accounts', id: page.account.id }} />
  </Suspense>
);

const ownFields = (page: Page) => {
  const { id, fields = [] } = page.account;
  const records = viewOf<ProfileView>(page, 'profile')?.records ?? [];
  return fields.length > 0 ? (
    <OwnedFields customer={{ of: 'accounts', id }} fields={fields} records={records} />
  ) : null;
};

const menu = (page: Page) => (
  <Suspense fallback={null}>
    <MergeMenu page={page} />
  </Suspense>
);

const rollUp = (page: Page) =>
  page.account.children?.length ? (
    <Suspense fallback={<SkeletonBlock height={119} />}>
      <RollUp account={page.account} />
    </Suspense>
  ) : null;

const undo = undoOf('accounts');

/** The page shows the access log, own fields and what can be merged without knowing them: features do not know each other. */
function Account() {
  const { id } = accountRoute.useParams();
  const { tab = 'overview' } = accountRoute.useSearch();
  const mayReadLog = useMay('audit_account');
  const mayReadOn = useMay('section_drill');
  const readsSaid = useReads('communication');
  const mayWrite = useMay('field_edit') && readsSaid && mayReadOn;
  return (
    <Suspense fallback={<SkeletonBlock height={600} />}>
      <AccountPage
        key={id}
        id={id}
        tab={tab}
        ownFields={ownFields}
        mayWrite={mayWrite}
        menu={menu}
        since={since}
        asOf={asOf}
        signals={signals}
        timeline={mayReadOn ? timeline : undefined}
        tasks={mayReadOn && readsSaid ? tasks : undefined}
        whyShown={
          <Suspense fallback={null}>
            <ChosenValues kind="accounts" id={id} />
          </Suspense>
        }
        rollUp={rollUp}
        {...(mayReadLog && {
          accessLog: (
            <Suspense fallback={<SkeletonBlock height={600} />}>
              <HistoryCard customer={{ of: 'accounts', id }} undo={undo} />
              <HandLinks id={id} />
              <AccountAccessLog id={id} />
            </Suspense>
          ),
        })}
      />
    </Suspense>
  );
}

/** `write`: what is to be written at once, on the timeline. */
interface AccountSearch {
  tab?: string;
  write?: WrittenKind;
}

const isWritten = (kind: unknown): kind is WrittenKind => WRITTEN.some((each) => each === kind);

export const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/accounts/$id',
  validateSearch: ({ tab, write }: Record<string, unknown>): AccountSearch =>
    typeof tab === 'string' && tab !== 'overview' ? { tab, ...(isWritten(write) && { write }) } : {},
  component: Account,
});
