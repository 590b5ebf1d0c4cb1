import type { AccountHead, Indicator, Scores, StreamDone, StreamHead, StreamSection, Tone } from '@/api/page';
import type { SectionName } from '@/api/provenance';
import type { Signal } from '@/api/signals';

import { type HeldSection, isFailing } from './freshness';
import { MINUTE, SECOND } from './time';

/** The page as far as it has arrived. `indicators`, `scores` and `signals` come last: judgement needs all sections. */
export interface Page {
  account: AccountHead;
  sections: Record<SectionName, HeldSection>;
  indicators?: Indicator[];
  scores?: Scores;
  signals?: Signal[];
  /** How many answers in a row held something that was being renewed behind them. */
  renewals: number;
}

export type PageEvent =
  | { event: 'head'; data: StreamHead }
  | { event: 'section'; data: StreamSection }
  | { event: 'done'; data: StreamDone };

/** While a page is asked again, what is shown stays until its own new answer arrives. */
function heldHead(before: Page | undefined, head: StreamHead, now: number): Page {
  const sections = Object.entries(head.sections).map(([name, section]): [string, HeldSection] => {
    const shown = before?.sections[name];
    return [name, shown && section.state === 'pending' ? shown : { ...section, received_at: now }];
  });
  return {
    account: head.account,
    sections: Object.fromEntries(sections),
    renewals: before?.renewals ?? 0,
    ...(before?.indicators && { indicators: before.indicators }),
    ...(before?.scores && { scores: before.scores }),
    ...(before?.signals && { signals: before.signals }),
  };
}

/** Of a page whose other sections stay: those of `names` as they are now, and none that is no longer to be seen. */
function heldPart(before: Page, head: StreamHead, names: readonly SectionName[], now: number): Page {
  const { sections } = heldHead(before, head, now);
  const others = Object.entries(before.sections).filter(([name]) => !names.includes(name));
  return {
    ...before,
    account: head.account,
    sections: inOrder(before, { ...Object.fromEntries(others), ...sections }),
  };
}

/** Sections stand in the order in which the page first told them. */
function inOrder(before: Page, sections: Page['sections']): Page['sections'] {
  const known = Object.keys(before.sections).filter((name) => name in sections);
  return Object.fromEntries(
    [...new Set([...known, ...Object.keys(sections)])].flatMap((name) => {
      const section = sections[name];
      return section ? [[name, section] as const] : [];
    }),
  );
}

function judged(page: Page, { indicators, scores, signals }: StreamDone): Page {
  return { ...page, indicators, scores, signals, renewals: isRenewing(page) ? page.renewals + 1 : 0 };
}

/**
 * The page after one more event. A section before any head is not ours to place: it is left out. `only`: the events tell
 * of no more than these sections.
 */
export function withEvent(
  before: Page | undefined,
  { event, data }: PageEvent,
  now: number,
  only?: readonly SectionName[],
): Page | undefined {
  if (event === 'head')
    return before && only ? heldPart(before, data, only, now) : heldHead(before, data, now);
  if (!before) return undefined;
  if (event === 'done') return judged(before, data);
  const section: HeldSection = { ...data.section, received_at: now };
  return { ...before, sections: { ...before.sections, [data.name]: section } };
}

/** The data of one section, if it is there and the viewer may see it. The caller names the section's own view type. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only the caller knows the section
export function viewOf<View>(page: Page, name: SectionName): View | undefined {
  return (page.sections[name]?.data ?? undefined) as View | undefined;
}

/** Worst first. */
const TONES: readonly Tone[] = ['red', 'yellow', 'blue', 'green', 'grey'];

export const byTone = (one: Indicator, other: Indicator): number =>
  TONES.indexOf(one.tone) - TONES.indexOf(other.tone);

/** The judgement that gives a tile its dot: the worst of its section. */
export function worst(
  indicators: readonly Indicator[] | undefined,
  section: SectionName,
): Indicator | undefined {
  return indicators?.filter((each) => each.section === section).sort(byTone)[0];
}

/** A page that stays current while it is open, of whatever it is. */
interface Renewed {
  sections: Record<SectionName, HeldSection>;
  renewals?: number;
}

/** Whether some source does not answer: the page is asked again soon then. */
const hasSilence = (page: Renewed): boolean =>
  Object.values(page.sections).some(
    (section) => section.state === 'unavailable' || section.sources.some(isFailing),
  );

/** Whether something old was served while its source is asked behind it: the new answer is a moment away. */
export const isRenewing = (page: Renewed): boolean =>
  Object.values(page.sections).some((section) =>
    section.sources.some((each) => each.state === 'stale' && each.reason === null),
  );

const SOON = 2.5 * SECOND;
const SILENT = 8 * SECOND;

/** How long the page may be shown before it is asked again. What stays "being renewed" is asked less and less often. */
export function askAgainAfter(page: Renewed): number {
  const waits = [MINUTE];
  const renewals = page.renewals ?? 0;
  if (hasSilence(page)) waits.push(SILENT);
  if (renewals > 0) waits.push(SOON * 2 ** (renewals - 1));
  return Math.min(...waits);
}
