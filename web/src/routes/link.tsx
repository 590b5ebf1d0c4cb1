import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { SkeletonBlock } from '@/components/skeleton';

import { signedInRoute } from './signed-in';

const LinkPage = lazy(async () => ({ default: (await import('@/features/hand-links/link-page')).LinkPage }));

function Linking() {
  const { identifier } = linkRoute.useSearch();
  return (
    <Suspense fallback={<SkeletonBlock height={320} />}>
      <LinkPage identifier={identifier} />
    </Suspense>
  );
}

export const linkRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/link',
  validateSearch: (search: Record<string, unknown>): { identifier?: string } =>
    typeof search.identifier === 'string' && search.identifier !== ''
      ? { identifier: search.identifier }
      : {},
  component: Linking,
});
