import type { MantineColorScheme } from '@mantine/core';

export interface PaletteEntry {
  key: string;
  group: 'Found by identifier' | 'Accounts' | 'People' | 'Conversations' | 'Recent' | 'Pages' | 'Actions';
  title: string;
  sub?: string;
  run: () => void;
}

export interface Abilities {
  go: (to: '/accounts' | '/contacts' | '/connections' | '/access-log', search?: { q: string }) => void;
  copyLink: () => void;
  setTheme: (scheme: MantineColorScheme) => void;
  readsPeople: boolean;
  mayReadConnections: boolean;
  mayReadLog: boolean;
}

/** Pages and actions that the viewer has. */
export function ownEntries(abilities: Abilities): PaletteEntry[] {
  const { go, copyLink, setTheme } = abilities;
  const pages: PaletteEntry[] = [
    { key: 'accounts', group: 'Pages', title: 'Accounts', run: () => go('/accounts') },
    {
      key: 'mine',
      group: 'Pages',
      title: 'My accounts',
      sub: 'owner:me',
      run: () => go('/accounts', { q: 'owner:me' }),
    },
    {
      key: 'renewals',
      group: 'Pages',
      title: 'Renewals in 90 days',
      sub: 'renewal:<90d',
      run: () => go('/accounts', { q: 'renewal:<90d' }),
    },
  ];
  if (abilities.readsPeople)
    pages.push({ key: 'contacts', group: 'Pages', title: 'Contacts', run: () => go('/contacts') });
  if (abilities.mayReadConnections)
    pages.push({ key: 'connections', group: 'Pages', title: 'Connections', run: () => go('/connections') });
  if (abilities.mayReadLog)
    pages.push({ key: 'access-log', group: 'Pages', title: 'Access log', run: () => go('/access-log') });
  const actions: PaletteEntry[] = [
    { key: 'copy', group: 'Actions', title: 'Copy the link of this page', run: copyLink },
    { key: 'light', group: 'Actions', title: 'Theme: light', run: () => setTheme('light') },
    { key: 'dark', group: 'Actions', title: 'Theme: dark', run: () => setTheme('dark') },
    { key: 'auto', group: 'Actions', title: 'Theme: as the system', run: () => setTheme('auto') },
  ];
  return [...pages, ...actions];
}

/** Entries whose title holds every word that was typed. */
export function matching(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
}

/** The chosen place after an arrow key: round and round. */
export const moved = (place: number, step: number, length: number): number =>
  length ? (place + step + length) % length : 0;
