import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconCloudOff, IconUserOff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import type { ContactHead, Conversation } from '@/api/contacts';
import { Notice } from '@/components/notice';
import { SkeletonBlock, SkeletonLines } from '@/components/skeleton';
import { isStatus, reasonOf } from '@/lib/api';
import { useMay } from '@/lib/session';
import { useTitle } from '@/lib/title';

import css from './contact-page.module.css';
import { contactQuery, type Opening, type PersonPage } from './contact-query';
import { ConversationSheet } from './conversation-sheet';
import { Conversations } from './conversations';
import { ContactHeader } from './header';
import { KnownElsewhere } from './known-elsewhere';
import threads from './messages.module.css';
import { OpenQuestions } from './open-questions';
import { Timeline } from './timeline';

interface ContactPageProps {
  id: string;
  tab: string;
  /** What we own of this person, to be edited in place. */
  ownFields?: ((page: PersonPage) => ReactNode) | undefined;
  /** All that became of them; absent where the viewer may not see it. */
  history?: ReactNode;
  /** What else can be done with this person. */
  menu?: (contact: ContactHead) => ReactNode;
  /** Which rule chose each value that is shown. */
  whyShown?: ReactNode;
  /** What has changed since the viewer last looked. */
  since?: ReactNode;
  /** What happened with this person in all systems. */
  timeline?: ((contact: ContactHead) => ReactNode) | undefined;
  /** What is still to be done for them. */
  tasks?: ReactNode;
}

/** One person at a customer: who it is, what is open, and everything that was said. */
export function ContactPage({ id, tab, since, timeline, ...parts }: ContactPageProps) {
  const client = useQueryClient();
  const [opening] = useState<Opening>(() => ({ shown: false }));
  const { data: page, error } = useQuery(contactQuery(client, id, opening));
  useTitle(page?.contact.name);
  if (!page) return error ? <UnknownContact error={error} /> : <PageSkeleton />;
  const shown = tab === 'timeline' && !timeline ? 'overview' : tab;
  return (
    <div className={css.page} data-testid="contact-page">
      <ContactHeader contact={page.contact} menu={parts.menu?.(page.contact)} whyShown={parts.whyShown} />
      <div className={css.since}>{since}</div>
      {error && (
        <p className={css.note} role="alert">
          This page could not be renewed: {reasonOf(error)} What you see is the last answer.
        </p>
      )}
      <Tabs id={id} />
      {shown === 'timeline' && <div className={css.tabBody}>{timeline?.(page.contact)}</div>}
      {shown === 'profile' && <Timeline page={page} />}
      {shown === 'overview' && <Content page={page} {...parts} />}
    </div>
  );
}

const TABS = { overview: 'Overview', timeline: 'Timeline', profile: 'Full profile' };

/** All but the overview is for those who may open what is behind the page. */
function Tabs({ id }: { id: string }) {
  if (!useMay('section_drill')) return null;
  return (
    <nav className={threads.tabs} aria-label="Views of this person">
      {Object.entries(TABS).map(([name, title]) => (
        <Link
          key={name}
          className={threads.tab}
          to="/contacts/$id"
          params={{ id }}
          search={name === 'overview' ? {} : { tab: name }}
          resetScroll={false}
          activeOptions={{ exact: true, includeSearch: true }}
          data-testid={`tab-${name}`}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}

function Content({
  page,
  ownFields,
  history,
  tasks,
}: Pick<ContactPageProps, 'ownFields' | 'history' | 'tasks'> & { page: PersonPage }) {
  const [open, setOpen] = useState<Conversation>();
  return (
    <div className={css.columns}>
      <div className={css.column}>
        <Conversations page={page} onOpen={setOpen} />
        {history}
      </div>
      <aside className={css.column} aria-label="In short">
        {ownFields?.(page)}
        {tasks}
        <OpenQuestions page={page} />
        <KnownElsewhere page={page} />
      </aside>
      <ConversationSheet contact={page.contact.id} conversation={open} onClose={() => setOpen(undefined)} />
    </div>
  );
}

function PageSkeleton() {
  return (
    <div className={css.page} aria-busy="true" aria-label="The person is being read">
      <div className={css.head}>
        <SkeletonBlock height={48} />
        <div className={css.identity}>
          <SkeletonLines widths={['220px', '360px', '280px']} />
        </div>
      </div>
      <div className={css.columns}>
        <SkeletonBlock height={420} />
        <SkeletonBlock height={320} />
      </div>
    </div>
  );
}

/** Not there, or not for this viewer: the server does not tell these apart, and neither does this page. */
function UnknownContact({ error }: { error: Error }) {
  const absent = [400, 403, 404].some((status) => isStatus(error, status));
  return (
    <Notice
      icon={absent ? <IconUserOff size={26} /> : <IconCloudOff size={26} />}
      title={absent ? 'There is no such person' : 'The person could not be read'}
      minHeight={360}
      action={<Link to="/accounts">All accounts</Link>}
    >
      {absent ? 'The address may be mistyped, or the person is one whom you may not see.' : reasonOf(error)}
    </Notice>
  );
}
