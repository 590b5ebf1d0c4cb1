import { useEffect } from 'react';

import { Badge } from '@/components/badge';
import { SkeletonLines } from '@/components/skeleton';
import { StatusDot } from '@/components/status-dot';
import { useNow } from '@/lib/clock';
import { cx } from '@/lib/cx';
import { freshnessWords, isDimmed } from '@/lib/freshness';
import { safeUrl } from '@/lib/links';
import { type Page, worst } from '@/lib/page';
import { initials } from '@/lib/text';
import { MINUTE, SECOND } from '@/lib/time';
import { statusOf } from '@/sections/support/words';

import { type Asked, askedWords } from './asked';
import css from './panel.module.css';
import { openTickets, ownersOf, type Row, ROWS } from './rows';
import { usePanel } from './use-panel';
import { Choice, Nobody } from './without-customer';

/** One customer in 360 pixels, beside a conversation. */
export function Panel({ asked }: { asked: Asked }) {
  const { page, found, problem, choose, retry } = usePanel(asked);
  const name = page?.account.name;
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Rotunda`;
  }, [name]);
  if (page)
    return (
      <main className={css.panel} data-testid="panel">
        <Head page={page} />
        {problem && (
          <p className={css.note} role="alert">
            Not renewed: {problem.reason}
          </p>
        )}
        <Rows page={page} />
        <Tickets page={page} />
        <footer className={css.part}>
          <a href={`/accounts/${page.account.id}`} target="_blank" rel="noopener">
            Open full page
          </a>
        </footer>
      </main>
    );
  if (found?.chosen === null) return <Choice matches={found.matches} onChoose={choose} />;
  if (problem)
    return (
      <Nobody problem={problem} asked={askedWords(asked)} linked={asked.link !== undefined} onRetry={retry} />
    );
  return <Waiting />;
}

function Waiting() {
  return (
    <main className={css.panel} data-testid="panel-waiting" aria-busy="true">
      <div className={css.part}>
        <SkeletonLines widths={['70%', '50%']} />
      </div>
      <div className={css.part}>
        <SkeletonLines widths={['90%', '80%', '85%', '70%', '80%', '75%']} />
      </div>
    </main>
  );
}

function Head({ page }: { page: Page }) {
  const { account } = page;
  const where = [account.domain, account.industry, account.city].filter(Boolean).join(' · ');
  return (
    <header className={cx(css.part, css.head)}>
      <span className={css.avatar} aria-hidden>
        {initials(account.name)}
      </span>
      <div className={css.who}>
        <h1>{account.name}</h1>
        <p>{where}</p>
        <p title="Owners">{ownersOf(page)}</p>
      </div>
    </header>
  );
}

function Rows({ page }: { page: Page }) {
  return (
    <dl className={cx(css.part, css.rows)}>
      {ROWS.map((row) => (
        <RowLine key={row.section} row={row} page={page} />
      ))}
    </dl>
  );
}

function RowLine({ row, page }: { row: Row; page: Page }) {
  const now = useNow(MINUTE);
  const section = page.sections[row.section];
  const indicator = worst(page.indicators, row.section);
  return (
    <div className={css.row} data-testid={`row-${row.section}`} data-state={section?.state ?? 'forbidden'}>
      <dt>
        <StatusDot tone={indicator?.tone ?? 'grey'} {...(indicator && { why: indicator.title })} />
        {row.label}
      </dt>
      <dd className={cx(section && isDimmed(section) && css.dimmed)}>
        {section?.state === 'pending' && !section.data ? '…' : (row.words(page, now) ?? without(page, row))}
      </dd>
      {section && <Age page={page} name={row.section} />}
    </div>
  );
}

const WITHOUT: Record<string, string> = {
  not_connected: 'Not connected',
  unknown_customer: 'Not known there',
  unavailable: 'No answer',
};

function without(page: Page, row: Row): string {
  const state = page.sections[row.section]?.state;
  return state === undefined ? 'Not part of your role' : (WITHOUT[state] ?? 'Nothing yet');
}

function Age({ page, name }: { page: Page; name: string }) {
  const now = useNow(SECOND);
  const section = page.sections[name];
  if (!section || section.sources.length === 0) return null;
  const words = freshnessWords(section, now);
  return <dd className={cx(css.age, words.standing === 'warning' && css.warning)}>{words.text}</dd>;
}

function Tickets({ page }: { page: Page }) {
  const tickets = openTickets(page);
  if (tickets.length === 0) return null;
  return (
    <section className={css.part} aria-label="Open tickets">
      <h2>Open tickets</h2>
      <ul className={css.tickets}>
        {tickets.map((ticket) => {
          const status = statusOf(ticket);
          return (
            <li key={ticket.number}>
              <a
                href={safeUrl(ticket.ref.url)}
                target="_blank"
                rel="noopener noreferrer"
                title={ticket.subject}
              >
                {ticket.subject}
              </a>
              <Badge tone={status.tone}>{status.text}</Badge>
              <small>
                #{ticket.number}
                {ticket.severity !== 'none' && ` · ${ticket.severity}`}
                {ticket.assignee !== undefined && ` · ${ticket.assignee}`}
              </small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
