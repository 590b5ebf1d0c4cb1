import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { ListedContact } from '@/api/contacts';
import type { AccountColumn } from '@/api/service';
import { Moment } from '@/components/moment';
import { FromSource } from '@/components/source-mark';
import { cx } from '@/lib/cx';

import css from './lists.module.css';
import { PlainHead, SortHead } from './sort-head';

interface ContactTableProps {
  rows: readonly ListedContact[];
  columns: readonly AccountColumn[];
  sort: string;
  /** Whether columns that a small screen has no room for are left out; else the table scrolls. */
  fitted: boolean;
  onSort: (sort: string) => void;
}

/** A phone has room for one column beside the name, a tablet for three. */
const classAt = (index: number): string | undefined =>
  index >= 3 ? css.medium : index >= 1 ? css.narrow : undefined;

/** People, each with where they work and the sources that know them. */
export function ContactTable({ rows, columns, sort, fitted, onSort }: ContactTableProps) {
  const classes = columns.map((_, index) => (fitted ? classAt(index) : undefined));
  return (
    <div className={cx(css.table, !fitted && css.scrolls)}>
      <table>
        <caption className="visually-hidden">Contacts</caption>
        <thead>
          <tr>
            <SortHead name="name" title="Contact" sort={sort} onSort={onSort} />
            {columns.map((column, index) =>
              column.sortable ? (
                <SortHead
                  key={column.name}
                  name={column.name}
                  title={column.title}
                  className={classes[index]}
                  firstDescending={column.kind === 'at'}
                  sort={sort}
                  onSort={onSort}
                />
              ) : (
                <PlainHead key={column.name} title={column.title} className={classes[index]} />
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} columns={columns} classes={classes} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Pick<ContactTableProps, 'columns'> {
  row: ListedContact;
  classes: readonly (string | undefined)[];
}

function Row({ row, columns, classes }: RowProps) {
  const titled = columns.some((each) => each.name === 'title');
  return (
    <tr className={css.row} data-testid="contact-row" data-contact={row.id}>
      <td>
        <Link className={css.name} to="/contacts/$id" params={{ id: row.id }}>
          {row.name}
        </Link>
        {!titled && <span className={css.sub}>{row.title}</span>}
      </td>
      {columns.map(({ name }, index) => (
        <td key={name} className={cx(classes[index], name === 'account' ? css.within : css.mute)}>
          {(CELLS[name] ?? nothing)(row) ?? '–'}
        </td>
      ))}
    </tr>
  );
}

const nothing = (): ReactNode => undefined;

const CELLS: Record<string, (row: ListedContact) => ReactNode> = {
  title: ({ title }) => title,
  email: ({ email }) => email,
  phone: ({ phone }) => phone,
  added_at: ({ added_at: at }) => at !== undefined && <Moment at={at} />,
  source: ({ records = [] }) => (
    <span className={css.sources}>
      {[...new Set(records.map((each) => each.source))].map((source) => (
        <FromSource key={source} source={source} />
      ))}
    </span>
  ),
  account: ({ account }) =>
    account && (
      <Link to="/accounts/$id" params={{ id: account.id }}>
        {account.name}
      </Link>
    ),
};
