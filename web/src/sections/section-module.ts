import type { ComponentType, LazyExoticComponent, ReactNode } from 'react';

import type { SectionName, SourceName } from '@/api/provenance';
import type { KeyValue } from '@/components/key-values';
import type { HeldSection } from '@/lib/freshness';
import type { Page } from '@/lib/page';

/** What one of the six tiles says: a value in large, and at most two lines under it. */
export interface Glance {
  value: ReactNode;
  lines: ReactNode[];
}

export interface PanelProps<View> {
  view: View;
  page: Page;
  section: HeldSection;
}

export interface CardProps {
  page: Page;
  section: HeldSection;
}

export interface Related<View> {
  title: string;
  /** The list of the view that holds them. */
  list: keyof View & string;
  List: LazyExoticComponent<ComponentType<{ view: View; page: Page }>>;
}

/** One topic of the page on the web side. The page knows no topic by name: it shows what the registry holds. */
export interface SectionModule<View> {
  name: SectionName;
  title: string;
  /** The question that its tile answers. */
  question?: string;
  glance?: (view: View, page: Page) => Glance;
  /** The tab with everything about it. */
  Panel?: LazyExoticComponent<ComponentType<PanelProps<View>>>;
  /** The number beside the tab's title. */
  count?: (view: View) => number | undefined;
  /** Its part of the overview's main column, and of the column beside it. */
  Overview?: ComponentType<CardProps>;
  Aside?: ComponentType<CardProps>;
  /** Its records as related ones of other topics. */
  related?: Related<View>;
  /** What it knows from one source, for that source's own block. */
  fromSource?: (view: View, source: SourceName) => KeyValue[];
}

/** Modules of different views side by side: each is given the data of its own section only. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnySectionModule = SectionModule<any>;
