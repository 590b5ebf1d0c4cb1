import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { signedInRoute } from './signed-in';

export const matchesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/matches',
  component: lazyRouteComponent(() => import('@/features/matches/matches-page'), 'MatchesPage'),
});
