import { Link } from '@tanstack/react-router';
import { type ComponentType, Suspense, useState } from 'react';

import { Card } from '@/components/card';
import { SkeletonBlock } from '@/components/skeleton';
import { TabList } from '@/components/tab-list';
import { formatNumber } from '@/lib/numbers';
import type { Page } from '@/lib/page';

import { sectionModules } from '..';
import type { AnySectionModule } from '../section-module';
import css from './deals.module.css';

/** What other topics have of the customer, one kind at a time. Kinds that no source has, or nobody may see, are absent. */
export function RelatedRecords({ page }: { page: Page }) {
  const kinds = sectionModules.flatMap((module) => kindOf(module, page));
  const [chosen, setChosen] = useState<string>();
  const kind = kinds.find(({ name }) => name === chosen) ?? kinds[0];
  if (!kind) return null;
  const { name, List, view } = kind;
  return (
    <Card title="Related records" testId="related-records">
      <TabList
        label="Kinds of related records"
        tabs={kinds}
        current={name}
        onTurn={setChosen}
        panel="related-records-panel"
      />
      <div
        id="related-records-panel"
        role="tabpanel"
        aria-label={kind.title}
        tabIndex={0}
        className={css.related}
      >
        <Suspense fallback={<SkeletonBlock height={120} />}>
          <List view={view} page={page} />
        </Suspense>
        {kind.shown < kind.count && <AllOfThem kind={kind} page={page} />}
      </div>
    </Card>
  );
}

/** The page carries the newest of them. */
function AllOfThem({ kind, page }: { kind: Kind; page: Page }) {
  return (
    <p className={css.facts}>
      The first {formatNumber(kind.shown)}.{' '}
      <Link
        className={css.all}
        to="/accounts/$id"
        params={{ id: page.account.id }}
        search={{ tab: kind.name }}
        resetScroll={false}
      >
        All {formatNumber(kind.count)} are in their own tab
      </Link>
    </p>
  );
}

interface Kind {
  name: string;
  title: string;
  count: number;
  shown: number;
  List: ComponentType<{ view: unknown; page: Page }>;
  view: unknown;
}

function kindOf({ name, related }: AnySectionModule, page: Page): Kind[] {
  const section = page.sections[name];
  const view = section?.data as Record<string, unknown> | null | undefined;
  const list = related && view?.[related.list];
  if (!related || !Array.isArray(list)) return [];
  const count = section?.more?.[related.list] ?? list.length;
  return [{ name, title: related.title, count, shown: list.length, List: related.List, view }];
}
