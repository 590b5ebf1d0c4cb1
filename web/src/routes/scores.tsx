import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { signedInRoute } from './signed-in';

export const scoresRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/scores',
  component: lazyRouteComponent(() => import('@/features/scores/scores-page'), 'ScoresPage'),
});
