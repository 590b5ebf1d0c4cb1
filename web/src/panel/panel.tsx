import { useEffect } from 'react';

import { SkeletonLines } from '@/components/skeleton';
import { StatusDot } from '@/components/status-dot';
import { useNow } from '@/lib/clock';
import { cx } from '@/lib/cx';
import { freshnessWords, isDimmed } from '@/lib/freshness';
import { type Page, worst } from '@/lib/page';
import { initials } from '@/lib/text';
import { MINUTE, SECOND } from '@/lib/time';

import type { Asked } from './asked';
import css from './panel.module.css';
import { Alone, PersonPart } from './person';
import { openTickets, ownersOf, type Row, ROWS } from './rows';
import { TicketList } from './tickets';
import { usePanel } from './use-panel';
import { Choice, Nobody } from './without-customer';

/** One customer in 360 pixels, beside a conversation. */
export function Panel({ asked }: { asked: Asked }) {
  const { page, person, found, problem, choose, retry } = usePanel(asked);
  const name = page?.account.name ?? person?.contact.name;
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Rotunda`;
  }, [name]);
  if (page)
    return (
      <main className={css.panel} data-testid="panel">
        <Head page={page} />
        {person && <PersonPart person={person} />}
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
  if (person) return <Alone person={person} asked={asked} />;
  if (found?.chosen === null && found.contact === null) return <Choice found={found} onChoose={choose} />;
  if (problem) return <Nobody problem={problem} asked={asked} onRetry={retry} />;
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
  return <TicketList title="Open tickets" tickets={openTickets(page)} />;
}
