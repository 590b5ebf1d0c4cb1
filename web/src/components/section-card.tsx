import type { ReactNode } from 'react';

import { cx } from '@/lib/cx';
import { type HeldSection, isDimmed } from '@/lib/freshness';

import { Card } from './card';
import { Freshness } from './freshness';
import css from './section-card.module.css';
import { SectionNotice } from './section-notice';
import { SkeletonBlock } from './skeleton';

interface SectionCardProps<View> {
  title: string;
  /** The section's own title, such as "Billing": the card may show only a part of it. */
  topic: string;
  section: HeldSection | undefined;
  testId?: string;
  /** Content is never lower than this, and the skeleton is exactly this high: nothing jumps when it arrives. */
  height: number;
  aside?: ReactNode;
  children: (view: View) => ReactNode;
}

/** A card fed by one section: shows its freshness, and in place of content why there is none. */
export function SectionCard<View>(props: SectionCardProps<View>) {
  const { title, topic, section, testId, height, aside, children } = props;
  if (!section) return null;
  const freshness = <Freshness section={section} title={topic} />;
  return (
    <Card
      title={title}
      state={section.state}
      {...(testId && { testId })}
      aside={
        <>
          {aside}
          {freshness}
        </>
      }
    >
      <div className={cx(css.body, isDimmed(section) && css.dimmed)} style={{ minHeight: height }}>
        <SectionBody section={section} topic={topic} height={height}>
          {children}
        </SectionBody>
      </div>
    </Card>
  );
}

interface SectionBodyProps<View> {
  section: HeldSection;
  topic: string;
  height: number;
  children: (view: View) => ReactNode;
}

/** The content where there is data, else a skeleton or the reason. */
export function SectionBody<View>({ section, topic, height, children }: SectionBodyProps<View>) {
  if (section.data !== null && section.data !== undefined) return children(section.data as View);
  if (section.state === 'pending') return <SkeletonBlock height={height} />;
  return <SectionNotice section={section} topic={topic} minHeight={height} />;
}
