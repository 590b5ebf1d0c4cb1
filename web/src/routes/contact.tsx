import { createRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import type { ContactHead } from '@/api/contacts';
import type { OwnField } from '@/api/fields';
import { SkeletonBlock } from '@/components/skeleton';
import { useMay, useReads } from '@/lib/session';
import type { PeopleView } from '@/sections/people/model';

import { OwnedFields, undoOf } from './owned-fields';
import { signedInRoute } from './signed-in';

const ContactPage = lazy(async () => ({
  default: (await import('@/features/contact-page/contact-page')).ContactPage,
}));

const HistoryCard = lazy(async () => ({
  default: (await import('@/features/history/history-card')).HistoryCard,
}));

const ContactMergeMenu = lazy(async () => ({
  default: (await import('@/features/merging/contact-merge-menu')).ContactMergeMenu,
}));
const ChosenValues = lazy(async () => ({
  default: (await import('@/features/merging/chosen-values')).ChosenValues,
}));

const TimelineTab = lazy(async () => ({
  default: (await import('@/features/timeline/timeline-tab')).TimelineTab,
}));
const OpenTasks = lazy(async () => ({
  default: (await import('@/features/timeline/writing/open-tasks')).OpenTasks,
}));
const SinceLine = lazy(async () => ({ default: (await import('@/features/since/since-line')).SinceLine }));

const menu = (contact: ContactHead) => (
  <Suspense fallback={null}>
    <ContactMergeMenu contact={contact} />
  </Suspense>
);

const undo = undoOf('contacts');

interface Owning {
  contact: { id: string; fields?: OwnField[] };
  sections: Record<string, { data?: unknown }>;
}

const ownFields = ({ contact: { id, fields = [] }, sections }: Owning) =>
  fields.length > 0 ? (
    <OwnedFields customer={{ of: 'contacts', id }} fields={fields} records={recordsIn(sections)} />
  ) : null;

/** The person's records with their addresses, as far as the sources have answered. */
const recordsIn = (sections: Owning['sections']) =>
  ((sections.people?.data as PeopleView | null | undefined)?.people ?? []).flatMap((each) => each.records);

const historyOf = (id: string) => (
  <Suspense fallback={<SkeletonBlock height={160} />}>
    <HistoryCard customer={{ of: 'contacts', id }} undo={undo} />
  </Suspense>
);

const sinceOf = (id: string) => (
  <Suspense fallback={null}>
    <SinceLine customer={{ of: 'contacts', id }} />
  </Suspense>
);

const timelineOf = ({ id, account }: ContactHead) => (
  <Suspense fallback={<SkeletonBlock height={600} />}>
    <TimelineTab key={id} customer={{ of: 'contacts', id }} account={account?.id} />
  </Suspense>
);

const tasksOf = (id: string) => (
  <Suspense fallback={<SkeletonBlock height={77} />}>
    <OpenTasks customer={{ of: 'contacts', id }} />
  </Suspense>
);

/** The page shows own fields, history and what can be merged without knowing them: features do not know each other. */
function Contact() {
  const { id } = contactRoute.useParams();
  const { tab = 'overview' } = contactRoute.useSearch();
  const mayDrill = useMay('section_drill');
  const readsSaid = useReads('communication');
  return (
    <Suspense fallback={<SkeletonBlock height={600} />}>
      <ContactPage
        key={id}
        id={id}
        tab={tab}
        ownFields={ownFields}
        menu={menu}
        whyShown={
          <Suspense fallback={null}>
            <ChosenValues kind="contacts" id={id} />
          </Suspense>
        }
        since={sinceOf(id)}
        {...(mayDrill && { history: historyOf(id), timeline: timelineOf })}
        {...(mayDrill && readsSaid && { tasks: tasksOf(id) })}
      />
    </Suspense>
  );
}

export const contactRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/contacts/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } =>
    search.tab === 'profile' || search.tab === 'timeline' ? { tab: search.tab } : {},
  component: Contact,
});
