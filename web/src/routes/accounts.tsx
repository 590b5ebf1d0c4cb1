import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { listSearch } from './list-search';
import { signedInRoute } from './signed-in';

export const accountsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/accounts',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('@/features/lists/pages'), 'AccountListPage'),
});
