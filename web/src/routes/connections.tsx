import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { signedInRoute } from './signed-in';

export const connectionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/connections',
  component: lazyRouteComponent(() => import('@/features/connections/connections-page'), 'ConnectionsPage'),
});
