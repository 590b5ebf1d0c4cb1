import type { AuditRow } from '@/api/service';

/** Looks that follow each other and differ only in their time. `first` is the oldest of them. */
export interface FoldedLook {
  last: AuditRow;
  first: AuditRow;
  times: number;
}

const sameLook = (one: AuditRow, other: AuditRow): boolean =>
  one.action === other.action &&
  one.user?.id === other.user?.id &&
  one.via === other.via &&
  one.account?.id === other.account?.id &&
  JSON.stringify(one.detail ?? {}) === JSON.stringify(other.detail ?? {});

/** The page was open and asked again by itself. */
export const isRefresh = ({ detail }: AuditRow): boolean => detail?.refresh === true;

/** Looks of one kind in a row are one line here, as are the refreshes of an open page. Rows are newest first. */
export function foldRepeats(rows: readonly AuditRow[]): FoldedLook[] {
  const folded: FoldedLook[] = [];
  for (const row of rows) {
    const run = folded[folded.length - 1];
    if (run && sameLook(run.last, row)) {
      run.first = row;
      run.times += 1;
    } else folded.push({ last: row, first: row, times: 1 });
  }
  return folded;
}
