import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';

import { reasonOf } from '@/lib/api';
import type { Page } from '@/lib/page';
import { rememberAccount } from '@/lib/recent';
import { useTitle } from '@/lib/title';
import { sectionModules } from '@/sections';

import css from './account-page.module.css';
import { accountPageQuery, type Opening } from './account-query';
import { useArrivals } from './arrivals';
import { AccountHeader } from './header';
import { IndicatorChips } from './indicator-chips';
import { Overview } from './overview';
import { useLiveSections } from './live-sections';
import { HealthCard } from './health-card';
import { ScoreCards } from './score-cards';
import { SectionPanel } from './section-panel';
import { Signals } from './signals';
import { Tabs } from './tabs';
import { Tiles } from './tiles';
import { PageSkeleton, UnknownAccount } from './without-page';

interface AccountPageProps {
  id: string;
  tab: string;
  /** Who looked at this customer; absent where the viewer may not see it. */
  accessLog?: ReactNode;
  /** What has changed since this viewer last looked. */
  since?: ((page: Page) => ReactNode) | undefined;
  /** How it was on another day. */
  asOf?: ((page: Page) => ReactNode) | undefined;
  /** What happened with it; absent for whoever may not read on. */
  timeline?: ((page: Page) => ReactNode) | undefined;
  /** What somebody should act on. */
  signals?: ((page: Page) => ReactNode) | undefined;
  /** What is still to be done for it. */
  tasks?: ((page: Page) => ReactNode) | undefined;
  /** Whether this viewer may write about it. */
  mayWrite?: boolean;
  /** What else can be done with it. */
  menu?: (page: Page) => ReactNode;
  /** Why a customer of several accounts is shown as it is. */
  whyShown?: ReactNode;
  /** It together with the accounts below it. */
  rollUp?: (page: Page) => ReactNode;
  /** What we own of this customer, to be edited in place. */
  ownFields?: ((page: Page) => ReactNode) | undefined;
}

export function AccountPage(props: AccountPageProps) {
  const { id, tab, accessLog, timeline, menu, whyShown, since, mayWrite = false } = props;
  const client = useQueryClient();
  const [opening] = useState<Opening>(() => ({ shown: false }));
  const { data: page, error } = useQuery(accountPageQuery(client, id, opening));
  useTitle(page?.account.name);
  useArrivals(page);
  useLiveSections(id, page?.account.id);
  const name = page?.account.name;
  useEffect(() => {
    if (name !== undefined) rememberAccount(client, { id, name });
  }, [client, id, name]);
  if (!page) return error ? <UnknownAccount error={error} /> : <PageSkeleton />;
  return (
    <div className={css.page} data-testid="account-page">
      <AccountHeader page={page} mayWrite={mayWrite} menu={menu?.(page)} whyShown={whyShown} />
      <div className={css.since}>{since?.(page)}</div>
      {error && (
        <p className={css.note} role="alert">
          This page could not be renewed: {reasonOf(error)} What you see is the last answer.
        </p>
      )}
      <IndicatorChips indicators={page.indicators} />
      <Tiles page={page} />
      <div className={css.columns}>
        <Main page={page} tab={tab} accessLog={accessLog} timeline={timeline?.(page)} />
        <Beside {...props} page={page} />
      </div>
    </div>
  );
}

function Beside({ page, tab, signals, rollUp, ownFields, tasks, asOf }: AccountPageProps & { page: Page }) {
  return (
    <aside className={css.column} aria-label="In short">
      <ScoreCards page={page} />
      <HealthCard page={page} />
      {signals?.(page)}
      {rollUp?.(page)}
      <Signals page={page} />
      {ownFields?.(page)}
      {tasks?.(page)}
      <Asides page={page} tab={tab} />
      {asOf?.(page)}
    </aside>
  );
}

interface MainProps {
  page: Page;
  tab: string;
  accessLog: ReactNode;
  timeline: ReactNode;
}

function Main(props: MainProps) {
  const { page, tab, accessLog, timeline } = props;
  return (
    <div className={css.column}>
      <Tabs
        page={page}
        tab={tab}
        hasTimeline={timeline !== undefined}
        hasAccessLog={accessLog !== undefined}
      />
      <TabContent {...props} />
    </div>
  );
}

function TabContent({ page, tab, accessLog, timeline }: MainProps) {
  if (tab === 'overview') return <Overview page={page} />;
  if (tab === 'timeline' && timeline !== undefined) return timeline;
  if (tab === 'access-log' && accessLog !== undefined) return accessLog;
  return <SectionPanel key={tab} page={page} name={tab} />;
}

/** What the sections put beside the tabs, but for the one whose tab is open. */
function Asides({ page, tab }: { page: Page; tab: string }) {
  return [...sectionModules].reverse().map(({ name, Aside }) => {
    const section = page.sections[name];
    return Aside && section && name !== tab ? <Aside key={name} page={page} section={section} /> : null;
  });
}
