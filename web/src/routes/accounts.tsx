import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { signedInRoute } from './signed-in';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const accountsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/accounts',
  validateSearch: (search: Record<string, unknown>): { q?: string; sort?: string } => {
    const q = text(search.q);
    const sort = text(search.sort);
    return { ...(q && { q }), ...(sort && { sort }) };
  },
  component: lazyRouteComponent(() => import('@/features/account-list/account-list-page'), 'AccountListPage'),
});
