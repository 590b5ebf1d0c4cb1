import { IconEyeOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';

import { Freshness } from '@/components/freshness';
import { Notice } from '@/components/notice';
import { SectionBody } from '@/components/section-card';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { cx } from '@/lib/cx';
import { type HeldSection, isDimmed } from '@/lib/freshness';
import { formatNumber } from '@/lib/numbers';
import type { Page } from '@/lib/page';
import { inWords, listed } from '@/lib/text';
import { sectionModules } from '@/sections';
import type { AnySectionModule } from '@/sections/section-module';

import css from './account-page.module.css';
import { fullSectionQuery } from './account-query';

const HEIGHT = 420;

/** A tab: everything about one section. */
export function SectionPanel({ page, name }: { page: Page; name: string }) {
  const module = sectionModules.find((each) => each.name === name);
  const section = page.sections[name];
  if (!module?.Panel || !section)
    return (
      <Notice icon={<IconEyeOff size={22} />} title="There is nothing here for you" minHeight={240}>
        {module ? `${module.title} is not part of your role.` : 'This page has no such tab.'}
      </Notice>
    );
  return <Panel module={module} page={page} section={section} />;
}

interface PanelProps {
  module: AnySectionModule;
  page: Page;
  section: HeldSection;
}

function Panel({ module, page, section: short }: PanelProps) {
  const { title, name, Panel: Content } = module;
  const [all, setAll] = useState(false);
  const client = useQueryClient();
  const full = useQuery({ ...fullSectionQuery(client, page.account.id, name), enabled: all });
  const section: HeldSection =
    all && full.data ? { ...full.data.section, received_at: full.dataUpdatedAt } : short;
  return (
    <section
      className={css.column}
      aria-label={title}
      data-testid={`section-${name}`}
      data-state={section.state}
    >
      <div className={css.panelHead}>
        <h2>{title}</h2>
        <ShowAll section={section} busy={full.isFetching} onShow={() => setAll(true)} />
        {full.error && <p role="alert">{reasonOf(full.error)}</p>}
        <span className={css.panelFreshness}>
          <Freshness section={section} title={title} />
        </span>
      </div>
      <div className={cx(isDimmed(section) && css.dimmed)}>
        <SectionBody section={section} topic={title} height={HEIGHT}>
          {(view) => (
            <Suspense fallback={<SkeletonBlock height={HEIGHT} />}>
              {Content && <Content view={view} page={page} section={section} />}
            </Suspense>
          )}
        </SectionBody>
      </div>
    </section>
  );
}

interface ShowAllProps {
  section: HeldSection;
  busy: boolean;
  onShow: () => void;
}

/** The page carries the head of long lists; the rest is one click away. */
function ShowAll({ section, busy, onShow }: ShowAllProps) {
  const cut = Object.entries(section.more ?? {});
  if (cut.length === 0) return null;
  const what = listed(cut.map(([name, number]) => `${formatNumber(number)} ${inWords(name).toLowerCase()}`));
  return <MoreButton onClick={onShow}>{busy ? `Reading all ${what}…` : `Show all ${what}`}</MoreButton>;
}
