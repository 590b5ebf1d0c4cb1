import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';

import { Bell } from '@/features/notifications/bell';
import { useReads } from '@/lib/session';

import { NavRail } from './nav-rail';
import css from './shell.module.css';
import { UserMenu } from './user-menu';

const CommandPalette = lazy(async () => {
  const { CommandPalette } = await import('@/features/command-palette/command-palette');
  return { default: CommandPalette };
});

/** The frame around every page: where to go, search, who I am. */
export function Shell() {
  const [searching, setSearching] = useState(false);
  useHotkeys([['mod+K', () => setSearching(true)]], []);
  return (
    <div className={css.shell}>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <NavRail />
      <header className={css.top}>
        <SearchButton onOpen={() => setSearching(true)} />
        <Bell />
        <UserMenu />
      </header>
      <main id="main" className={css.main} tabIndex={-1}>
        <Outlet />
      </main>
      {searching && (
        <Suspense>
          <CommandPalette onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** Offers what this viewer can find. */
function SearchButton({ onOpen }: { onOpen: () => void }) {
  const what = ['accounts', 'people', 'addresses', ...(useReads('support') ? ['ticket numbers'] : [])];
  return (
    <button
      type="button"
      className={css.search}
      onClick={onOpen}
      data-testid="open-palette"
      aria-haspopup="dialog"
    >
      <IconSearch size={15} aria-hidden />
      <span className={css.searchText}>Search {what.join(', ')}</span>
      <kbd>Ctrl K</kbd>
    </button>
  );
}
