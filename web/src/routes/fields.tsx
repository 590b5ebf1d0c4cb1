import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { signedInRoute } from './signed-in';

export const fieldsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/fields',
  component: lazyRouteComponent(() => import('@/features/fields/fields-page'), 'FieldsPage'),
});
