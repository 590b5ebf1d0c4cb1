import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { listSearch } from './list-search';
import { signedInRoute } from './signed-in';

export const contactsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/contacts',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('@/features/lists/pages'), 'ContactListPage'),
});
