import { Popover } from '@mantine/core';

import type { SourceReport } from '@/api/page';
import type { State } from '@/api/provenance';
import { useNow } from '@/lib/clock';
import { cx } from '@/lib/cx';
import { ageOf, freshnessWords, type HeldSection, isFailing } from '@/lib/freshness';
import { exactTime, SECOND, shortAge } from '@/lib/time';

import css from './freshness.module.css';
import { SourceLink } from './record-link';
import { SourceMark } from './source-mark';

const STATE_WORDS: Record<State, string> = {
  fresh: 'Current',
  stale: 'Older',
  partial: 'Not complete',
  unavailable: 'No answer',
  not_connected: 'Not connected',
  unknown_customer: 'Not known there',
  pending: 'Asking',
};

interface FreshnessProps {
  section: HeldSection;
  /** What it is the freshness of, for ears: "Billing". */
  title: string;
}

/** Where a section comes from and how old it is, ticking. A click shows each source by itself. */
export function Freshness({ section, title }: FreshnessProps) {
  const now = useNow(SECOND);
  const words = freshnessWords(section, now);
  const line = (
    <>
      {section.sources.length > 0 && <Marks reports={section.sources} />}
      <span className={css.text}>{words.text}</span>
    </>
  );
  const className = cx(css.line, words.standing === 'warning' && css.warning);
  if (section.sources.length === 0) return <span className={className}>{line}</span>;
  return (
    <Popover width={280} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={className} data-freshness={section.state}>
          {line}
          <span className="visually-hidden">, sources of {title}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Sources of ${title}`}>
        <Reports section={section} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Marks({ reports }: { reports: readonly SourceReport[] }) {
  const names = [...new Set(reports.map((each) => each.source))].slice(0, 3);
  return (
    <span className={css.marks}>
      {names.map((name) => (
        <SourceMark key={name} source={name} />
      ))}
    </span>
  );
}

function Reports({ section }: { section: HeldSection }) {
  return (
    <ul className={css.reports}>
      {section.sources.map((report) => (
        <li key={report.connection} className={css.report}>
          <div className={css.reportHead}>
            <SourceMark source={report.source} />
            <SourceLink url={report.url} source={report.source}>
              {report.title}
            </SourceLink>
            <span className={cx(css.reportState, isFailing(report) && css.failing)}>
              {isFailing(report) ? 'No answer' : STATE_WORDS[report.state]}
            </span>
          </div>
          <ReportDetail report={report} receivedAt={section.received_at} />
        </li>
      ))}
    </ul>
  );
}

function ReportDetail({ report, receivedAt }: { report: SourceReport; receivedAt: number }) {
  const now = useNow(SECOND);
  const age = ageOf(report, receivedAt, now);
  const how = report.mode === 'live' ? 'Read live' : 'Synced';
  return (
    <>
      {age !== undefined && (
        <p className={css.detail}>
          {how} {shortAge(age)} ago{report.as_of ? ` (${exactTime(report.as_of)})` : ''}
        </p>
      )}
      {report.reason !== null && <p className={css.detail}>{report.reason}</p>}
    </>
  );
}
