import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { signedInRoute } from './signed-in';

export const syncRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/sync',
  component: lazyRouteComponent(() => import('@/features/sync/sync-page'), 'SyncPage'),
});
