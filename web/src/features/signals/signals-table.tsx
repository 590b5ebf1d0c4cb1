import { Link } from '@tanstack/react-router';

import type { SignalledAccount } from '@/api/signals';
import type { AccountFact } from '@/api/service';
import { cx } from '@/lib/cx';
import { formatMoneyList } from '@/lib/money';
import { formatDate } from '@/lib/time';

import { Chips } from './chips';
import css from './signals.module.css';
import type { OnWrite } from './signals-query';
import { Suggested } from './suggested';
import { rowId, useRowKeys } from './use-row-keys';

interface SignalsTableProps {
  items: readonly SignalledAccount[];
  /** Accounts that are chosen; absent where nothing can be done about them. */
  chosen: ReadonlySet<string> | undefined;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onWrite: OnWrite;
}

export function SignalsTable({ items, chosen, onChoose, onWrite }: SignalsTableProps) {
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  useRowKeys(
    items.map(({ account }) => account.id),
    chosen ? toggle : undefined,
  );
  return (
    <div className={css.card}>
      <table className={css.table}>
        <caption className="visually-hidden">Accounts that need somebody</caption>
        <thead>
          <tr>
            {chosen && (
              <th className={css.box}>
                <span className="visually-hidden">Choose</span>
              </th>
            )}
            <th scope="col">Account</th>
            <th scope="col">Why</th>
            <th scope="col">At stake</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.account.id} item={item} chosen={chosen} onToggle={toggle} onWrite={onWrite} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  item: SignalledAccount;
  chosen: ReadonlySet<string> | undefined;
  onToggle: (id: string) => void;
  onWrite: OnWrite;
}

function Row({ item: { account, signals }, chosen, onToggle, onWrite }: RowProps) {
  const { mrr, renewal_at: renewal, health } = account.facts ?? {};
  const worst = signals[0];
  return (
    <tr
      className={cx(chosen?.has(account.id) && css.rowChosen)}
      data-testid="signal-row"
      data-account={account.id}
    >
      {chosen && (
        <td className={css.box}>
          <input
            type="checkbox"
            aria-label={`Choose ${account.name}`}
            checked={chosen.has(account.id)}
            onChange={() => onToggle(account.id)}
          />
        </td>
      )}
      <td className={css.account}>
        <Link id={rowId(account.id)} className={css.name} to="/accounts/$id" params={{ id: account.id }}>
          {account.name}
        </Link>
        {typeof health?.number === 'number' && (
          <span className={css.sub}>health {Math.round(health.number)}</span>
        )}
      </td>
      <td className={css.whyCell}>
        <Chips signals={signals} />
      </td>
      <td className={css.stake}>
        <Stake mrr={mrr} renewal={renewal} />
      </td>
      <td className={css.todo}>
        {worst && <Suggested account={account.id} signal={worst} onWrite={onWrite} />}
      </td>
    </tr>
  );
}

/** One amount per currency, never added. */
function Stake({ mrr, renewal }: { mrr: AccountFact | undefined; renewal: AccountFact | undefined }) {
  const amounts = mrr?.money ? [mrr.money, ...(mrr.beside ?? [])] : [];
  return (
    <>
      {amounts.length > 0 && <span>{formatMoneyList(amounts)} MRR</span>}
      {renewal?.at && <span className={css.sub}>renews {formatDate(renewal.at)}</span>}
      {amounts.length === 0 && !renewal?.at && '–'}
    </>
  );
}
