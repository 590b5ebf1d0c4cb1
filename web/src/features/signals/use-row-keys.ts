import { useHotkeys } from '@mantine/hooks';

const PREFIX = 'signals-of-';

export const rowId = (account: string): string => `${PREFIX}${account}`;

const current = (ids: readonly string[]): number =>
  ids.findIndex((id) => {
    const row = document.getElementById(rowId(id))?.closest('tr');
    return row?.contains(document.activeElement) ?? false;
  });

/** j and k move between accounts, x chooses the one that has the focus. */
export function useRowKeys(ids: readonly string[], onToggle: ((id: string) => void) | undefined): void {
  const move = (by: number) => {
    const at = Math.min(ids.length - 1, Math.max(0, current(ids) + by));
    document.getElementById(rowId(ids[at] ?? ''))?.focus();
  };
  const toggle = () => {
    const id = ids[current(ids)];
    if (id !== undefined) onToggle?.(id);
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['x', toggle],
  ]);
}
