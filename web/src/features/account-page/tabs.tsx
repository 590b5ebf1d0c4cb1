import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

import { Changing } from '@/components/changing';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/numbers';
import type { Page } from '@/lib/page';
import { sectionModules } from '@/sections';

import css from './account-page.module.css';

interface TabsProps {
  page: Page;
  tab: string;
  hasTimeline: boolean;
  hasAccessLog: boolean;
}

const ORDER = ['billing', 'usage', 'support', 'deals', 'people', 'communication'];

const place = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

/** Sections that the viewer may not see have no tab. */
export function Tabs({ page, tab, hasTimeline, hasAccessLog }: TabsProps) {
  const modules = sectionModules
    .filter((module) => module.Panel && page.sections[module.name])
    .sort((one, other) => place(one.name) - place(other.name));
  return (
    <nav className={css.tabs} aria-label="Views of this account">
      <Tab page={page} name="overview" title="Overview" current={tab} />
      {hasTimeline && <Tab page={page} name="timeline" title="Timeline" current={tab} />}
      {modules.map((module) => {
        const data = page.sections[module.name]?.data;
        const count = data ? module.count?.(data) : undefined;
        return (
          <Tab
            key={module.name}
            page={page}
            name={module.name}
            title={module.title}
            current={tab}
            hasCount={module.count !== undefined && (!data || Boolean(count))}
            count={count}
          />
        );
      })}
      {hasAccessLog && <Tab page={page} name="access-log" title="Access log" current={tab} />}
    </nav>
  );
}

/** Moves the row sideways only: the page stays where it is. */
function showInRow(tab: HTMLElement): void {
  const row = tab.parentElement;
  if (row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

interface TabProps {
  page: Page;
  name: string;
  title: string;
  current: string;
  /** Room is kept for the number until it is known. */
  hasCount?: boolean;
  count?: number | undefined;
}

function Tab({ page, name, title, current, hasCount = false, count }: TabProps) {
  const isCurrent = name === current;
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isCurrent && link.current) showInRow(link.current);
  }, [isCurrent]);
  return (
    <Link
      ref={link}
      className={css.tab}
      to="/accounts/$id"
      params={{ id: page.account.id }}
      search={name === 'overview' ? {} : { tab: name }}
      resetScroll={false}
      activeOptions={{ exact: name === 'overview', includeSearch: true }}
      data-testid={`tab-${name}`}
    >
      {title}
      {hasCount && (
        <Changing key={String(count === undefined)} className={cx(css.count, !count && css.noCount)}>
          {formatNumber(count ?? 0)}
        </Changing>
      )}
    </Link>
  );
}
