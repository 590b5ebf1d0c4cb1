import { useEffect, useRef } from 'react';

import type { State } from '@/api/provenance';
import { announce } from '@/lib/announce';
import type { Page } from '@/lib/page';
import { sectionModules } from '@/sections';

const SAID: Partial<Record<State, string>> = {
  fresh: 'is there.',
  partial: 'is there, not complete.',
  stale: 'is there, not current.',
  unavailable: 'is not available: its source does not answer.',
};

/** Says to screen readers which sections arrived, went silent or came back. */
export function useArrivals(page: Page | undefined): void {
  const before = useRef<Record<string, State>>({});
  const account = page?.account.id;
  useEffect(() => {
    before.current = {};
  }, [account]);
  useEffect(() => {
    for (const { name, title } of sectionModules) {
      const state = page?.sections[name]?.state;
      if (!state || before.current[name] === state) continue;
      before.current[name] = state;
      const words = SAID[state];
      if (words) announce(`${title} ${words}`);
    }
  }, [page]);
}
