import type { TimelineEntry } from '@/api/contacts';
import type { AuditRow } from '@/api/service';
import { foldRepeats, type FoldedLook } from '@/lib/audit/fold';

import type { Order } from './contact-query';

/** What was said, or looks that repeat as one line. */
export type Line =
  | { id: string; entry: TimelineEntry; look?: undefined }
  | { id: string; look: FoldedLook; entry?: undefined };

const rowOf = ({ id, at, event }: TimelineEntry): AuditRow => ({
  id,
  at,
  user: event?.by ?? null,
  action: event?.action ?? '',
  ...(event?.via !== undefined && { via: event.via }),
  ...(event?.detail && { detail: event.detail }),
});

/** The looks between two things that were said, folded; the newest of them first or last, as the list goes. */
function folded(run: readonly TimelineEntry[], order: Order): Line[] {
  const rows = run.map(rowOf);
  const looks = foldRepeats(order === 'newest' ? rows : rows.reverse());
  const lines = looks.map((look) => ({ id: `look/${look.last.id}`, look }));
  return order === 'newest' ? lines : lines.reverse();
}

export function linesOf(entries: readonly TimelineEntry[], order: Order): Line[] {
  const lines: Line[] = [];
  let run: TimelineEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'event') {
      run.push(entry);
      continue;
    }
    lines.push(...folded(run, order), { id: `${entry.kind}/${entry.id}`, entry });
    run = [];
  }
  return [...lines, ...folded(run, order)];
}
