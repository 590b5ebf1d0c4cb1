import { Link } from '@tanstack/react-router';

import type { ListedContact } from '@/api/contacts';
import { FromSource } from '@/components/source-mark';
import { cx } from '@/lib/cx';

import css from './lists.module.css';

/** People, each with where they work and the sources that know them. */
export function ContactTable({ rows }: { rows: readonly ListedContact[] }) {
  return (
    <div className={css.table}>
      <table>
        <caption className="visually-hidden">Contacts</caption>
        <thead>
          <tr>
            <Head title="Contact" />
            <Head title="Account" />
            <Head title="Email" className={css.narrow} />
            <Head title="Phone" className={css.medium} />
            <Head title="Known to" className={css.narrow} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ title, className }: { title: string; className?: string | undefined }) {
  return (
    <th scope="col" className={className}>
      <div className={css.plainHead}>{title}</div>
    </th>
  );
}

function Row({ row }: { row: ListedContact }) {
  const { account, records = [] } = row;
  const sources = [...new Set(records.map((each) => each.source))];
  return (
    <tr className={css.row} data-testid="contact-row" data-contact={row.id}>
      <td>
        <Link className={css.name} to="/contacts/$id" params={{ id: row.id }}>
          {row.name}
        </Link>
        <span className={css.sub}>{row.title}</span>
      </td>
      <td className={css.within}>
        {account ? (
          <Link to="/accounts/$id" params={{ id: account.id }}>
            {account.name}
          </Link>
        ) : (
          <span className={css.mute}>–</span>
        )}
      </td>
      <td className={cx(css.narrow, css.mute)}>{row.email ?? '–'}</td>
      <td className={cx(css.medium, css.mute)}>{row.phone ?? '–'}</td>
      <td className={css.narrow}>
        <span className={css.sources}>
          {sources.map((source) => (
            <FromSource key={source} source={source} />
          ))}
        </span>
      </td>
    </tr>
  );
}
