import { useInfiniteQuery, useQuery } from '@tanstack/react-query';

import type { AccountColumn, AccountRow } from '@/api/service';
import { count } from '@/lib/numbers';
import { cx } from '@/lib/cx';
import { useLast } from '@/lib/last';
import { kindAsked, type ListKind } from '@/lib/search-words';
import { useTitle } from '@/lib/title';

import { AccountTable } from './account-table';
import { ContactTable } from './contact-table';
import { ConversationHits } from './conversation-hits';
import { Filters } from './filters';
import { ListHead } from './list-head';
import css from './lists.module.css';
import { LoadMore } from './load-more';
import { NothingFound, Refused, Waiting } from './notices';
import { accountListQuery, contactListQuery, conversationsQuery } from './queries';
import { problemOfSearch } from './search-problem';
import { useColumnChoice } from './use-columns';
import { type ListHome, type ListSearch, useListState } from './use-list-state';

const TITLES: Record<ListKind, string> = {
  accounts: 'Accounts',
  contacts: 'Contacts',
  conversations: 'Conversations',
};
const ONE: Record<ListKind, string> = {
  accounts: 'account',
  contacts: 'contact',
  conversations: 'conversation',
};

/** A list of accounts or of people; `in:` in the search turns it to the other, or to conversations. */
export function ListPage({ home }: { home: ListHome }) {
  const { search, typed, type, change } = useListState(home);
  const { q = '' } = search;
  const kind = kindAsked(q) ?? home;
  useTitle(TITLES[kind]);
  const choice = useColumnChoice(kind);
  const lists = useLists(kind, search, search.columns ?? choice.columns);
  const { list, total } = lists;
  const problem = problemOfSearch(list.error, typed, q);
  return (
    <div className={css.page}>
      <ListHead
        home={home}
        kind={kind}
        title={TITLES[kind]}
        total={total === undefined || list.error ? undefined : words(total, kind, lists.atLeast)}
        search={search}
        columns={lists.columns}
        available={lists.available}
        choice={choice}
        onChange={change}
      />
      <Filters
        q={typed}
        kind={kind}
        available={lists.available}
        rows={lists.accounts}
        problem={problem}
        onChange={type}
      />
      {list.error && <Refused kind={kind} q={q} error={list.error} />}
      <Results
        kind={kind}
        lists={lists}
        search={search}
        ages={choice.ages}
        fitted={!choice.ages && !search.columns && !choice.columns}
        onSort={(next) => change({ ...search, sort: next })}
      />
    </div>
  );
}

interface ResultsProps {
  kind: ListKind;
  lists: ReturnType<typeof useLists>;
  search: ListSearch;
  ages: boolean;
  fitted: boolean;
  onSort: (sort: string) => void;
}

function Results({ kind, lists, search: { q = '', sort = '' }, ages, fitted, onSort }: ResultsProps) {
  const { list, accounts, columns, contacts, hits } = lists;
  return (
    <div
      className={cx((list.isPlaceholderData || list.isError) && css.dimmed)}
      aria-busy={list.isFetching}
      data-testid={`${ONE[kind]}-list`}
    >
      {list.isPending && !lists.known && <Waiting />}
      {kind === 'accounts' && accounts.length > 0 && (
        <AccountTable
          rows={accounts}
          columns={columns}
          sort={sort}
          ages={ages}
          fitted={fitted}
          onSort={onSort}
        />
      )}
      {kind === 'contacts' && contacts.length > 0 && (
        <ContactTable
          rows={contacts}
          columns={columns}
          sort={sort}
          ages={ages}
          fitted={fitted}
          onSort={onSort}
        />
      )}
      {kind === 'conversations' && hits.length > 0 && <ConversationHits hits={hits} />}
      {list.data && lists.total === 0 && (
        <NothingFound kind={kind} filtered={q !== ''} notice={lists.notice} />
      )}
      <LoadMore {...lists.more} />
    </div>
  );
}

/** Long lists are not counted to their end. */
function words(total: number, kind: ListKind, atLeast: boolean): string {
  const counted = count(total, ONE[kind]);
  return atLeast ? `More than ${counted}` : counted;
}

const NO_COLUMNS: readonly AccountColumn[] = [];
const NO_ACCOUNTS: readonly AccountRow[] = [];

/** What is asked for, of whichever kind; the other kinds are not asked for. */
function useLists(kind: ListKind, { q = '', sort = '' }: ListSearch, columns: string) {
  const accounts = useInfiniteQuery({
    ...accountListQuery({ q, sort, columns }),
    enabled: kind === 'accounts',
  });
  const contacts = useInfiniteQuery({
    ...contactListQuery({ q, sort, columns }),
    enabled: kind === 'contacts',
  });
  const conversations = useQuery({ ...conversationsQuery(q), enabled: kind === 'conversations' });
  const pages = useLast(accounts.data)?.pages;
  const people = useLast(contacts.data)?.pages;
  const hits = useLast(conversations.data);
  const totals = {
    accounts: accounts.data?.pages[0]?.total,
    contacts: contacts.data?.pages[0]?.total,
    conversations: conversations.data?.length,
  };
  const paged = kind === 'contacts' ? contacts : accounts;
  const head = { accounts: pages?.[0], contacts: people?.[0], conversations: undefined }[kind];
  return {
    list: { accounts, contacts, conversations }[kind],
    total: totals[kind],
    notice: kind === 'conversations' ? undefined : paged.data?.pages[0]?.notice,
    atLeast: kind !== 'conversations' && paged.data?.pages[0]?.at_least === true,
    known: Boolean({ accounts: pages, contacts: people, conversations: hits }[kind]),
    accounts: pages?.flatMap((page) => page.items) ?? NO_ACCOUNTS,
    columns: head?.columns ?? NO_COLUMNS,
    available: head?.available ?? NO_COLUMNS,
    contacts: people?.flatMap((page) => page.items) ?? [],
    hits: hits ?? [],
    more: {
      more: kind !== 'conversations' && paged.hasNextPage,
      loading: paged.isFetchingNextPage,
      onReach: () => void paged.fetchNextPage(),
    },
  };
}
