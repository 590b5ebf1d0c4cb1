import { createRouter } from '@tanstack/react-router';

import { accessLogRoute } from '@/routes/access-log';
import { accountRoute } from '@/routes/account';
import { accountsRoute } from '@/routes/accounts';
import { connectionsRoute } from '@/routes/connections';
import { anywhereElseRoute } from '@/routes/anywhere-else';
import { contactRoute } from '@/routes/contact';
import { contactsRoute } from '@/routes/contacts';
import { fieldsRoute } from '@/routes/fields';
import { homeRoute } from '@/routes/home';
import { linkRoute } from '@/routes/link';
import { matchesRoute } from '@/routes/matches';
import { rootRoute } from '@/routes/root';
import { signInRoute } from '@/routes/sign-in';
import { signedInRoute } from '@/routes/signed-in';
import { signalsRoute } from '@/routes/signals';
import { scoresRoute } from '@/routes/scores';
import { syncRoute } from '@/routes/sync';

import { queryClient, whenSignedOut } from './query-client';

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([
    homeRoute,
    signalsRoute,
    accountsRoute,
    accountRoute,
    contactsRoute,
    contactRoute,
    connectionsRoute,
    scoresRoute,
    syncRoute,
    fieldsRoute,
    matchesRoute,
    linkRoute,
    accessLogRoute,
    anywhereElseRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: false,
  scrollRestoration: true,
});

whenSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in') return;
  queryClient.removeQueries({ queryKey: ['me'] });
  void router.navigate({ to: '/sign-in', search: { next: href } });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
