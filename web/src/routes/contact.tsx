import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { SkeletonBlock } from '@/components/skeleton';

import { signedInRoute } from './signed-in';

const ContactPage = lazy(async () => ({
  default: (await import('@/features/contact-page/contact-page')).ContactPage,
}));

function Contact() {
  const { id } = contactRoute.useParams();
  return (
    <Suspense fallback={<SkeletonBlock height={600} />}>
      <ContactPage key={id} id={id} />
    </Suspense>
  );
}

export const contactRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/contacts/$id',
  component: Contact,
});
