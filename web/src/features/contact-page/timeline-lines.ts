import type { TimelineEntry } from '@/api/contacts';
import type { AuditRow } from '@/api/service';
import { foldRepeats, type FoldedLook } from '@/lib/audit/fold';

import type { Order } from './contact-query';

/** What was said, a look (repeats are one), or a run of looks that stand between two things that were said. */
export type Line =
  | { id: string; entry: TimelineEntry; looks?: undefined }
  | { id: string; looks: FoldedLook[]; entry?: undefined };

/** So many looks in a row stand one by one; more of them are one line until somebody wants to read them. */
const SHOWN_ALONE = 2;

const rowOf = ({ id, at, event }: TimelineEntry): AuditRow => ({
  id,
  at,
  user: event?.by ?? null,
  action: event?.action ?? '',
  ...(event?.via !== undefined && { via: event.via }),
  ...(event?.detail && { detail: event.detail }),
});

/** The looks of a run in the order of the list, repeats folded: the newest of each fold is its `last`. */
function looksOf(run: readonly TimelineEntry[], order: Order): FoldedLook[] {
  const rows = run.map(rowOf);
  return order === 'newest' ? foldRepeats(rows) : foldRepeats(rows.reverse()).reverse();
}

function linesOfRun(run: readonly TimelineEntry[], order: Order, whole: boolean): Line[] {
  const looks = looksOf(run, order);
  if (looks.length === 0) return [];
  if (!whole && looks.length > SHOWN_ALONE) return [{ id: `run/${run[0]?.id ?? ''}`, looks }];
  return looks.map((look) => ({ id: `look/${look.last.id}`, looks: [look] }));
}

/** `whole`: every look stands by itself, as where nothing else is listed. */
export function linesOf(entries: readonly TimelineEntry[], order: Order, whole: boolean): Line[] {
  const lines: Line[] = [];
  let run: TimelineEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'event') {
      run.push(entry);
      continue;
    }
    lines.push(...linesOfRun(run, order, whole), { id: `${entry.kind}/${entry.id}`, entry });
    run = [];
  }
  return [...lines, ...linesOfRun(run, order, whole)];
}
