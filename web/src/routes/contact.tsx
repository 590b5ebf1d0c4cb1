import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { SkeletonBlock } from '@/components/skeleton';
import { useMay } from '@/lib/session';

import { signedInRoute } from './signed-in';

const ContactPage = lazy(async () => ({
  default: (await import('@/features/contact-page/contact-page')).ContactPage,
}));

const ContactAccessLog = lazy(async () => ({
  default: (await import('@/features/access-log/contact-access-log')).ContactAccessLog,
}));

/** The page shows the access log without knowing it: features do not know each other. */
function Contact() {
  const { id } = contactRoute.useParams();
  const { tab = 'overview' } = contactRoute.useSearch();
  const mayReadLog = useMay('audit_account');
  return (
    <Suspense fallback={<SkeletonBlock height={600} />}>
      <ContactPage
        key={id}
        id={id}
        tab={tab}
        {...(mayReadLog && { accessLog: <ContactAccessLog id={id} /> })}
      />
    </Suspense>
  );
}

export const contactRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/contacts/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } =>
    search.tab === 'profile' ? { tab: search.tab } : {},
  component: Contact,
});
