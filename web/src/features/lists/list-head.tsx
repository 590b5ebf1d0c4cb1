import { Link } from '@tanstack/react-router';

import type { AccountColumn } from '@/api/service';
import type { ViewedList } from '@/api/views';
import { queryString } from '@/lib/api';
import type { ListKind } from '@/lib/search-words';
import { useReads } from '@/lib/session';

import { ColumnChooser } from './column-chooser';
import css from './lists.module.css';
import type { useColumnChoice } from './use-columns';
import type { ListHome, ListSearch } from './use-list-state';
import { ViewsMenu } from './views-menu';

interface ListHeadProps {
  home: ListHome;
  kind: ListKind;
  title: string;
  total: string | undefined;
  search: ListSearch;
  columns: readonly AccountColumn[];
  available: readonly AccountColumn[];
  choice: ReturnType<typeof useColumnChoice>;
  onChange: (next: ListSearch) => void;
}

/** What the list holds, how many, and what can be done with the list as such. */
export function ListHead(props: ListHeadProps) {
  const { home, kind, title, total, search, columns, available, choice, onChange } = props;
  return (
    <div className={css.head}>
      <h1>{title}</h1>
      <span className={css.total} role="status">
        {total}
      </span>
      <Lists home={home} />
      {kind !== 'conversations' && (
        <div className={css.tools}>
          <ViewsMenu
            list={kind}
            search={search}
            columns={columns}
            chosen={Boolean(search.columns ?? choice.columns)}
          />
          <ColumnChooser
            columns={wanted(search.columns ?? choice.columns, available, columns)}
            available={available}
            ages={choice.ages}
            onAges={choice.setAges}
            onChange={(names) => {
              const next = names?.join(',') ?? '';
              // A view has columns of its own: what is changed there is not how the viewer likes the list otherwise.
              if (!search.view) choice.setColumns(next);
              if (search.view || search.columns) onChange({ ...search, columns: next });
            }}
          />
          <ExportLink list={kind} search={search} columns={columns} />
        </div>
      )}
    </div>
  );
}

/** What was chosen, also before the list with it has come: the next choice builds on it. */
function wanted(
  chosen: string,
  available: readonly AccountColumn[],
  shown: readonly AccountColumn[],
): readonly AccountColumn[] {
  const known = chosen.split(',').flatMap((name) => available.find((each) => each.name === name) ?? []);
  return known.length > 0 ? known : shown;
}

/** From accounts to the people at them and back. */
function Lists({ home }: { home: ListHome }) {
  const people = useReads('people');
  if (!people && home === 'accounts') return null;
  return (
    <nav className={css.switch} aria-label="Lists">
      <Link to="/accounts" activeOptions={{ includeSearch: false }}>
        Accounts
      </Link>
      <Link to="/contacts" activeOptions={{ includeSearch: false }}>
        Contacts
      </Link>
    </nav>
  );
}

interface ExportLinkProps {
  list: ViewedList;
  search: ListSearch;
  columns: readonly AccountColumn[];
}

/** The whole list as it is searched and sorted, with the columns that are shown. */
function ExportLink({ list, search: { q, sort }, columns }: ExportLinkProps) {
  const shown = columns.map((each) => each.name).join(',');
  const href = `/api/v1/${list}.csv${queryString({ q, sort, columns: shown, bom: 'true' })}`;
  return (
    <a className={css.tool} href={href} download={`${list}.csv`} data-testid="export">
      Export as CSV
    </a>
  );
}
