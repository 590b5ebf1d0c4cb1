import { createRoute, redirect } from '@tanstack/react-router';

import { signedInRoute } from './signed-in';

export const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: () => {
    // The router takes what is thrown here as the answer.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw redirect({ to: '/accounts' });
  },
});
