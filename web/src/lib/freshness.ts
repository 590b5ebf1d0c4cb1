import type { SectionEnvelope, SourceReport } from '@/api/page';
import type { State } from '@/api/provenance';

import { listed } from './text';
import { SECOND, shortAge } from './time';

/** An envelope and when it reached this browser (milliseconds): ages tick from there, whatever the clocks say. */
export interface HeldSection extends SectionEnvelope {
  received_at: number;
}

export type Standing = 'good' | 'warning' | 'quiet';

export interface FreshnessWords {
  text: string;
  standing: Standing;
}

/** How old this reading is now, in milliseconds; undefined where nothing was read. */
export function ageOf(report: SourceReport, receivedAt: number, now: number): number | undefined {
  if (report.age_seconds === null) return undefined;
  return report.age_seconds * SECOND + Math.max(0, now - receivedAt);
}

const FAILED: readonly State[] = ['unavailable'];

/** A stale reading with a reason is shown because its source does not answer; without one it is being renewed. */
export const isFailing = (report: SourceReport): boolean =>
  FAILED.includes(report.state) || (report.state === 'stale' && report.reason !== null);

const hasAnswer = (report: SourceReport): boolean => report.state === 'fresh' || report.state === 'stale';

/** "HubSpot and Zendesk"; from three on only how many, their marks stand beside it. */
function titles(reports: readonly SourceReport[]): string {
  const names = [...new Set(reports.map((each) => each.title))];
  return names.length > 2 ? `${names.length} sources` : listed(names);
}

function oldest(section: HeldSection, now: number): number | undefined {
  const ages = section.sources
    .filter(hasAnswer)
    .map((each) => ageOf(each, section.received_at, now))
    .filter((each) => each !== undefined);
  return ages.length ? Math.max(...ages) : undefined;
}

function shownAsOf(section: HeldSection, now: number): string {
  const age = oldest(section, now);
  return age === undefined ? '' : ` · shown as of ${shortAge(age)} ago`;
}

function answered(section: HeldSection, now: number): FreshnessWords {
  const reports = section.sources.filter(hasAnswer);
  const age = oldest(section, now);
  const ago = age === undefined ? '' : ` ${shortAge(age)} ago`;
  const modes = new Set(reports.map((each) => each.mode));
  const mode = modes.size > 1 ? 'oldest' : modes.has('synced') ? 'synced' : 'live,';
  return { text: `${titles(reports)} · ${mode}${ago}`, standing: 'good' };
}

const verb = (reports: readonly SourceReport[]): string =>
  new Set(reports.map((each) => each.title)).size > 1 ? 'do not answer' : 'does not answer';

function stale(section: HeldSection, now: number): FreshnessWords {
  const failing = section.sources.filter(isFailing);
  if (failing.length)
    return { text: `${titles(failing)} ${verb(failing)}${shownAsOf(section, now)}`, standing: 'warning' };
  const age = oldest(section, now);
  const ago = age === undefined ? '' : ` · ${shortAge(age)} ago`;
  return { text: `${titles(section.sources)}${ago}, being renewed`, standing: 'quiet' };
}

function partial(section: HeldSection): FreshnessWords {
  const failing = section.sources.filter(isFailing);
  const unknown = section.sources.filter((each) => each.state === 'unknown_customer');
  if (failing.length)
    return {
      text: `${titles(failing)} ${verb(failing)} · the rest is current`,
      standing: 'warning',
    };
  if (unknown.length)
    return { text: `Not known to ${titles(unknown)} · the rest is current`, standing: 'quiet' };
  return { text: `${titles(section.sources)} · not complete`, standing: 'quiet' };
}

/** One line that says where a section comes from and how old it is. */
export function freshnessWords(section: HeldSection, now: number): FreshnessWords {
  const { state, sources } = section;
  switch (state) {
    case 'fresh':
      return answered(section, now);
    case 'stale':
      return stale(section, now);
    case 'partial':
      return partial(section);
    case 'unavailable':
      return { text: `${titles(sources) || 'The source'} ${verb(sources)}`, standing: 'warning' };
    case 'unknown_customer':
      return { text: `Not known to ${titles(sources) || 'the source'}`, standing: 'quiet' };
    case 'not_connected':
      return { text: 'No source is connected', standing: 'quiet' };
    case 'pending':
      return { text: sources.length ? `Asking ${titles(sources)}` : 'Asking', standing: 'quiet' };
  }
}

/** Whether what is shown is old because its source fails: that section is dimmed, and no other. */
export const isDimmed = (section: HeldSection): boolean =>
  section.state === 'stale' && section.sources.some(isFailing);
