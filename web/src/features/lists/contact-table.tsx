import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { ListedContact } from '@/api/contacts';
import type { AccountColumn } from '@/api/service';
import { Moment } from '@/components/moment';
import { FromSource } from '@/components/source-mark';
import { cx } from '@/lib/cx';

import { FactCell } from './fact-cell';
import css from './lists.module.css';
import { PlainHead, SortHead } from './sort-head';

interface ContactTableProps {
  rows: readonly ListedContact[];
  columns: readonly AccountColumn[];
  sort: string;
  /** Whether each value that has an age says how old it is. */
  ages: boolean;
  /** Whether columns that a small screen has no room for are left out; else the table scrolls. */
  fitted: boolean;
  onSort: (sort: string) => void;
}

/** A phone has room for one column beside the name, a tablet for three. */
const classAt = (index: number): string | undefined =>
  index >= 3 ? css.medium : index >= 1 ? css.narrow : undefined;

/** People, each with where they work and the sources that know them. */
export function ContactTable({ rows, columns, sort, ages, fitted, onSort }: ContactTableProps) {
  const classes = columns.map((column, index) => cx(fitted && classAt(index), isNumber(column) && css.right));
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
                  firstDescending={column.kind === 'at' || isNumber(column)}
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
            <Row key={row.id} row={row} columns={columns} classes={classes} ages={ages} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Pick<ContactTableProps, 'columns' | 'ages'> {
  row: ListedContact;
  classes: readonly (string | undefined)[];
}

function Row({ row, columns, classes, ages }: RowProps) {
  const titled = columns.some((each) => each.name === 'title');
  return (
    <tr className={css.row} data-testid="contact-row" data-contact={row.id}>
      <td>
        <Link className={css.name} to="/contacts/$id" params={{ id: row.id }}>
          {row.name}
        </Link>
        {!titled && <span className={css.sub}>{row.title}</span>}
      </td>
      {columns.map(({ name, kind }, index) => {
        const own = CELLS[name];
        return (
          <td key={name} className={cx(classes[index], name === 'account' ? css.within : css.mute)}>
            {own ? (
              (own(row) ?? '–')
            ) : (
              <FactCell name={name} kind={kind} fact={row.facts?.[name]} age={ages} />
            )}
          </td>
        );
      })}
    </tr>
  );
}

const isNumber = ({ kind }: AccountColumn): boolean => kind === 'money' || kind === 'number';

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
