import { createRoute, redirect } from '@tanstack/react-router';

import { ServerStarting } from '@/app/server-starting';
import { Shell } from '@/app/shell';
import { isStatus } from '@/lib/api';
import { meQuery } from '@/lib/session';

import { NotFound } from './not-found';
import { rootRoute } from './root';

/** Everything behind sign-in: without a session there is nothing but the way to one. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.query({ ...meQuery, staleTime: 'static' });
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router takes a thrown redirect as the answer
      if (isStatus(error, 401)) throw redirect({ to: '/sign-in', search: { next: location.href } });
      throw error;
    }
  },
  component: Shell,
  errorComponent: ServerStarting,
  notFoundComponent: NotFound,
});
