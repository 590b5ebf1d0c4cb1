import { Link } from '@tanstack/react-router';

import { Changing } from '@/components/changing';
import { Freshness } from '@/components/freshness';
import { SkeletonLines } from '@/components/skeleton';
import { StatusDot } from '@/components/status-dot';
import { cx } from '@/lib/cx';
import { type HeldSection, isDimmed } from '@/lib/freshness';
import { type Page, worst } from '@/lib/page';
import { sectionModules } from '@/sections';
import type { AnySectionModule } from '@/sections/section-module';

import css from './tiles.module.css';
import { wordsWithoutData } from './tile-words';
import { Trend } from './trend';

/** Six questions, answered without scrolling. */
export function Tiles({ page }: { page: Page }) {
  return (
    <div className={css.six}>
      {sectionModules
        .filter((module) => module.question !== undefined)
        .map((module) => (
          <Tile key={module.name} module={module} page={page} />
        ))}
    </div>
  );
}

function Tile({ module, page }: { module: AnySectionModule; page: Page }) {
  const section = page.sections[module.name];
  if (!section) return <ForbiddenTile module={module} />;
  const indicator = worst(page.indicators, module.name);
  return (
    <article className={css.tile} data-testid={`tile-${module.name}`} data-state={section.state}>
      <h2 className={css.question}>
        <StatusDot tone={indicator?.tone ?? 'grey'} {...(indicator && { why: indicator.title })} />
        <Question module={module} page={page} />
      </h2>
      <div className={cx(css.answer, isDimmed(section) && css.dimmedAnswer)}>
        <Answer module={module} page={page} section={section} />
      </div>
      <div className={css.freshness}>
        <Freshness section={section} title={module.title} />
      </div>
      <Trend page={page} section={module.name} />
    </article>
  );
}

function Question({ module, page }: { module: AnySectionModule; page: Page }) {
  if (!module.Panel) return module.question;
  return (
    <Link
      to="/accounts/$id"
      params={{ id: page.account.id }}
      search={{ tab: module.name }}
      resetScroll={false}
    >
      {module.question}
    </Link>
  );
}

interface AnswerProps {
  module: AnySectionModule;
  page: Page;
  section: HeldSection;
}

function Answer({ module, page, section }: AnswerProps) {
  if (section.state === 'pending' && !section.data)
    return (
      <div className={css.waiting}>
        <SkeletonLines widths={['60%', '85%', '50%']} />
      </div>
    );
  const { value, lines } =
    section.data && module.glance ? module.glance(section.data, page) : wordsWithoutData(section);
  return (
    <>
      <div className={css.value}>
        <Changing key={String(Boolean(section.data))} label={module.title}>
          {value}
        </Changing>
      </div>
      {lines.map((line, index) => (
        <div
          key={index}
          className={cx(css.line, Boolean(section.data) && css.oneLine)}
          title={typeof line === 'string' ? line : undefined}
        >
          {line}
        </div>
      ))}
    </>
  );
}

function ForbiddenTile({ module }: { module: AnySectionModule }) {
  return (
    <article className={cx(css.tile, css.calm)} data-testid={`tile-${module.name}`} data-state="forbidden">
      <h2 className={css.question}>{module.question}</h2>
      <p className={css.line}>Not part of your role.</p>
    </article>
  );
}
