import { Suspense, useState } from 'react';

import { Card } from '@/components/card';
import { SkeletonBlock } from '@/components/skeleton';
import { TabList } from '@/components/tab-list';
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
      </div>
    </Card>
  );
}

function kindOf({ name, related }: AnySectionModule, page: Page) {
  const view = page.sections[name]?.data;
  const count = related && view ? related.count(view) : undefined;
  return related && count !== undefined
    ? [{ name, title: related.title, count, List: related.List, view }]
    : [];
}
