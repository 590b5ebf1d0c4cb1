import { createRoute } from '@tanstack/react-router';

import { NotFound } from './not-found';
import { signedInRoute } from './signed-in';

/** Every address that no other route knows. */
export const anywhereElseRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/$',
  component: NotFound,
});
