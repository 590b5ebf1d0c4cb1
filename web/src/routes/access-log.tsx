import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { signedInRoute } from './signed-in';

export const accessLogRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/access-log',
  component: lazyRouteComponent(() => import('@/features/access-log/access-log-page'), 'AccessLogPage'),
});
