import { useDebouncedCallback } from '@mantine/hooks';
import { IconBuildingOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { Notice } from '@/components/notice';
import { SkeletonLines } from '@/components/skeleton';
import { isStatus, ProblemError, queryString, reasonOf } from '@/lib/api';
import { count } from '@/lib/numbers';
import { cx } from '@/lib/cx';
import { useLast } from '@/lib/last';
import { useTitle } from '@/lib/title';

import { accountListQuery } from './account-list';
import css from './account-list.module.css';
import { AccountTable } from './account-table';
import { Filters } from './filters';
import { LoadMore } from './load-more';
import { SearchProblem } from './search-problem';

const route = getRouteApi('/signed-in/accounts');

export function AccountListPage() {
  useTitle('Accounts');
  const { q = '', sort = '' } = route.useSearch();
  const list = useInfiniteQuery(accountListQuery(q, sort));
  const [typed, setTyped] = useTyped(q);
  const navigate = useNavigate();
  const shown = useLast(list.data);
  const rows = shown?.pages.flatMap((page) => page.items) ?? [];
  const columns = shown?.pages[0]?.columns ?? [];
  const total = list.data?.pages[0]?.total;
  const setSort = (next: string) =>
    void navigate({
      to: '/accounts',
      search: { ...(q && { q }), ...(next && { sort: next }) },
      replace: true,
    });
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>Accounts</h1>
        <span className={css.total} role="status">
          {total !== undefined && !list.error && count(total, 'account')}
        </span>
        <ExportLink q={q} sort={sort} />
      </div>
      <Filters q={typed} columns={columns} rows={rows} onChange={setTyped} />
      {list.error && <Refused q={q} error={list.error} />}
      <div
        className={cx((list.isPlaceholderData || list.isError) && css.dimmed)}
        aria-busy={list.isFetching}
        data-testid="account-list"
      >
        {list.isPending && !shown && <Waiting />}
        {rows.length > 0 && <AccountTable rows={rows} columns={columns} sort={sort} onSort={setSort} />}
        {list.data && rows.length === 0 && <NothingFound filtered={q !== ''} />}
        <LoadMore
          more={list.hasNextPage}
          loading={list.isFetchingNextPage}
          onReach={() => void list.fetchNextPage()}
        />
      </div>
    </div>
  );
}

/** The whole list as it is searched and sorted. */
function ExportLink({ q, sort }: { q: string; sort: string }) {
  const href = `/api/v1/accounts.csv${queryString({ q, sort, bom: 'true' })}`;
  return (
    <a className={css.export} href={href} download="accounts.csv" data-testid="export">
      Export as CSV
    </a>
  );
}

/** The text in the field, which runs ahead of the address by a short pause. */
function useTyped(q: string): [string, (next: string, atOnce?: boolean) => void] {
  const [typed, setTyped] = useState(q);
  const [sent, setSent] = useState(q);
  const [seen, setSeen] = useState(q);
  const navigate = useNavigate();
  if (q !== seen) {
    // The address changed. If not by our own doing (back, a link), the field follows it.
    setSeen(q);
    if (q !== sent) setTyped(q);
  }
  const go = (next: string) => {
    const words = next.trim();
    setSent(words);
    void navigate({
      to: '/accounts',
      search: ({ sort }) => ({ ...(words && { q: words }), ...(sort && { sort }) }),
      replace: true,
    });
  };
  const goSoon = useDebouncedCallback(go, 180);
  return [
    typed,
    (next, atOnce = false) => {
      setTyped(next);
      if (atOnce) go(next);
      else goSoon(next);
    },
  ];
}

function Refused({ q, error }: { q: string; error: Error }) {
  if (error instanceof ProblemError && error.problem.field === 'q')
    return <SearchProblem q={q} problem={error.problem} />;
  const forbidden = isStatus(error, 403) || isStatus(error, 404);
  return (
    <Notice
      icon={<IconBuildingOff size={24} />}
      title={forbidden ? 'Your role does not include the list of accounts' : 'The list could not be read'}
      minHeight={240}
    >
      {reasonOf(error)}
    </Notice>
  );
}

function NothingFound({ filtered }: { filtered: boolean }) {
  return (
    <Notice
      icon={<IconBuildingOff size={24} />}
      title={filtered ? 'No account matches this search' : 'There are no accounts yet'}
      minHeight={240}
    >
      {filtered
        ? 'Take a word or a filter away. Only accounts that you may see are searched.'
        : 'They appear once a connected source has been read.'}
    </Notice>
  );
}

function Waiting() {
  return <SkeletonLines widths={Array.from({ length: 12 }, (_, index) => `${96 - (index % 4) * 9}%`)} />;
}
