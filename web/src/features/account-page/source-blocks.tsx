import type { SourceReport } from '@/api/page';
import type { SourceName } from '@/api/provenance';
import { Card } from '@/components/card';
import { KeyValues } from '@/components/key-values';
import { SourceLink } from '@/components/record-link';
import { SourceMark } from '@/components/source-mark';
import { Quiet } from '@/components/stack';
import { useNow } from '@/lib/clock';
import { cx } from '@/lib/cx';
import { ageOf, type HeldSection, isFailing } from '@/lib/freshness';
import type { Page } from '@/lib/page';
import { SECOND, shortAge } from '@/lib/time';
import { sectionModules } from '@/sections';

import css from './account-page.module.css';

interface Held {
  report: SourceReport;
  section: HeldSection;
}

/** Each system by itself: what it says of this customer, how old that is, and the way to its own record. */
export function SourceBlocks({ page }: { page: Page }) {
  const sources = reportsBySource(page);
  if (sources.size === 0) return null;
  return (
    <Card title="By system" testId="source-blocks">
      <div className={css.blocks}>
        {[...sources].map(([source, held]) => (
          <Block key={source} source={source} held={held} page={page} />
        ))}
      </div>
    </Card>
  );
}

function reportsBySource(page: Page): Map<SourceName, Held[]> {
  const found = new Map<SourceName, Held[]>();
  for (const section of Object.values(page.sections))
    for (const report of section.sources) {
      if (report.state === 'not_connected') continue;
      found.set(report.source, [...(found.get(report.source) ?? []), { report, section }]);
    }
  return found;
}

interface BlockProps {
  source: SourceName;
  held: readonly Held[];
  page: Page;
}

function Block({ source, held, page }: BlockProps) {
  const rows = sectionModules.flatMap((module) => {
    const data = page.sections[module.name]?.data;
    const own = page.sections[module.name]?.sources.some((each) => each.source === source);
    return data && own ? (module.fromSource?.(data, source) ?? []) : [];
  });
  const [first] = held;
  const url = held.find((each) => each.report.url)?.report.url;
  return (
    <div data-testid={`source-${source}`}>
      <div className={css.blockHead}>
        <SourceMark source={source} />
        <SourceLink url={url} source={source}>
          {first?.report.title ?? source}
        </SourceLink>
        <BlockAge held={held} />
      </div>
      {rows.length > 0 ? <KeyValues rows={rows} /> : <Quiet>{emptyWords(held)}</Quiet>}
    </div>
  );
}

function emptyWords(held: readonly Held[]): string {
  const states = new Set(held.map((each) => each.report.state));
  if (states.has('pending')) return 'Asking…';
  if (states.has('unavailable'))
    return held.find((each) => each.report.reason)?.report.reason ?? 'No answer.';
  if (states.has('unknown_customer') && states.size === 1) return 'Has no record of this customer.';
  return 'Nothing that your role includes.';
}

function BlockAge({ held }: { held: readonly Held[] }) {
  const now = useNow(SECOND);
  const failing = held.some((each) => isFailing(each.report));
  const ages = held
    .map(({ report, section }) => ageOf(report, section.received_at, now))
    .filter((each) => each !== undefined);
  const live = held.every((each) => each.report.mode === 'live');
  const age = ages.length ? `${shortAge(Math.max(...ages))} ago` : '';
  return (
    <span className={cx(css.blockAge, failing && css.failing)}>
      {[failing ? 'no answer' : live ? 'live' : 'synced', age].filter(Boolean).join(' · ')}
    </span>
  );
}
