import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import type { Match } from '@/api/matches';
import { SkeletonBlock } from '@/components/skeleton';

import { signedInRoute } from './signed-in';

const MatchesPage = lazy(async () => ({
  default: (await import('@/features/matches/matches-page')).MatchesPage,
}));
const DecidedPage = lazy(async () => ({
  default: (await import('@/features/matches/decided-page')).DecidedPage,
}));
const UndoDialog = lazy(async () => ({
  default: (await import('@/features/merging/undo-dialog')).UndoDialog,
}));

const KINDS: readonly string[] = ['record-to-account', 'account-to-account', 'contact-to-contact'];

interface MatchesSearch {
  show?: 'decided';
  kind?: Match['kind'];
}

const isKind = (kind: unknown): kind is Match['kind'] => typeof kind === 'string' && KINDS.includes(kind);

export const matchesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/matches',
  validateSearch: (search: Record<string, unknown>): MatchesSearch => ({
    ...(search.show === 'decided' && { show: 'decided' }),
    ...(isKind(search.kind) && { kind: search.kind }),
  }),
  component: Matches,
});

/** A yes that merged two customers is taken back by undoing that merge. */
function Matches() {
  const { show, kind } = matchesRoute.useSearch();
  return (
    <Suspense fallback={<SkeletonBlock height={480} />}>
      {show === 'decided' ? (
        <DecidedPage
          undo={(match, merge, onClose, onDone) => (
            <Suspense fallback={null}>
              <UndoDialog
                kind={match.kind === 'contact-to-contact' ? 'contacts' : 'accounts'}
                merge={merge}
                onClose={onClose}
                onDone={onDone}
              />
            </Suspense>
          )}
        />
      ) : (
        <MatchesPage kind={kind} />
      )}
    </Suspense>
  );
}
