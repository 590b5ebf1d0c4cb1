import { Link } from '@tanstack/react-router';

import type { AccountColumn, AccountRow } from '@/api/service';
import { cx } from '@/lib/cx';
import { nameInAddress } from '@/lib/text';

import { FactCell } from './fact-cell';
import css from './lists.module.css';
import { PlainHead, SortHead } from './sort-head';

interface AccountTableProps {
  rows: readonly AccountRow[];
  columns: readonly AccountColumn[];
  sort: string;
  /** Whether each value says how old it is. */
  ages: boolean;
  /** Whether columns that a small screen has no room for are left out; else the table scrolls. */
  fitted: boolean;
  onSort: (sort: string) => void;
}

const isRight = (column: AccountColumn): boolean => column.kind === 'money' || column.kind === 'number';

/** The first columns stay on small screens; the rest go one after the other. */
function widthClass(columns: readonly AccountColumn[], index: number): string | undefined {
  if (index >= 5) return css.wide;
  if (index >= 3) return css.medium;
  return columns[index] === forPhone(columns) ? undefined : css.narrow;
}

/** The one column that a phone has room for: money, where the viewer may see it. */
const forPhone = (columns: readonly AccountColumn[]): AccountColumn | undefined =>
  columns.slice(0, 3).find((each) => each.kind === 'money') ?? columns[0];

export function AccountTable({ rows, columns, sort, ages, fitted, onSort }: AccountTableProps) {
  const classes = columns.map((column, index) =>
    cx(fitted && widthClass(columns, index), isRight(column) && css.right),
  );
  return (
    <div className={cx(css.table, !fitted && css.scrolls)}>
      <table>
        <caption className="visually-hidden">Accounts</caption>
        <thead>
          <tr>
            <SortHead name="name" title="Account" sort={sort} onSort={onSort} />
            <PlainHead title="Owner" className={css.narrow} />
            {columns.map((column, index) =>
              column.sortable ? (
                <SortHead
                  key={column.name}
                  name={column.name}
                  title={column.title}
                  className={classes[index] ?? ''}
                  firstDescending={isRight(column)}
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

interface RowProps extends Pick<AccountTableProps, 'columns' | 'ages'> {
  row: AccountRow;
  classes: readonly string[];
}

function Row({ row, columns, classes, ages }: RowProps) {
  const place = [row.industry, row.city].filter(Boolean).join(' · ');
  return (
    <tr className={css.row} data-testid="account-row" data-account={row.id}>
      <td>
        <div className={css.account}>
          <div>
            <Link className={css.name} to="/accounts/$id" params={{ id: row.id }}>
              {row.name}
            </Link>
            <span className={css.sub}>{[row.domain, place].filter(Boolean).join(' · ')}</span>
          </div>
        </div>
      </td>
      <td className={cx(css.narrow, css.mute)}>
        <Owners owners={row.owners ?? []} />
      </td>
      {columns.map((column, index) => (
        <td key={column.name} className={classes[index]}>
          <FactCell fact={row.facts?.[column.name]} kind={column.kind} name={column.name} age={ages} />
        </td>
      ))}
    </tr>
  );
}

function Owners({ owners: [first, ...others] }: { owners: readonly string[] }) {
  if (first === undefined) return '–';
  return (
    <span title={[first, ...others].join(', ')}>
      {nameInAddress(first)}
      {others.length > 0 && ` +${others.length}`}
    </span>
  );
}
