import {
  IconCalendarEvent,
  IconCheck,
  IconCheckbox,
  IconLink,
  IconMail,
  IconPencilPlus,
} from '@tabler/icons-react';
import { useClipboard } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { WrittenKind } from '@/api/written';
import { cx } from '@/lib/cx';
import { type Page, viewOf } from '@/lib/page';
import type { PeopleView } from '@/sections/people/model';
import { keyPeople } from '@/sections/people/words';

import css from './header.module.css';

/** Only what does something now. */
export function QuickActions({ page, mayWrite, menu }: { page: Page; mayWrite: boolean; menu: ReactNode }) {
  return (
    <div className={css.actions}>
      {mayWrite && (
        <WriteLink id={page.account.id} kind="call" main>
          <IconPencilPlus size={15} aria-hidden /> Log activity
        </WriteLink>
      )}
      <MailLink page={page} />
      {mayWrite && (
        <>
          <WriteLink id={page.account.id} kind="meeting">
            <IconCalendarEvent size={15} aria-hidden /> <span className={css.words}>Meeting</span>
          </WriteLink>
          <WriteLink id={page.account.id} kind="task">
            <IconCheckbox size={15} aria-hidden /> <span className={css.words}>Task</span>
          </WriteLink>
        </>
      )}
      <CopyLink />
      {menu}
    </div>
  );
}

/** To the key person. Room is kept until it is known whether there is one. */
function MailLink({ page }: { page: Page }) {
  const people = viewOf<PeopleView>(page, 'people')?.people?.filter((each) => each.email !== undefined) ?? [];
  const contact = keyPeople(people, 1)[0];
  const words = (
    <>
      <IconMail size={15} aria-hidden /> <span className={css.words}>Email</span>
    </>
  );
  if (contact?.email !== undefined)
    return (
      <a className={css.action} href={`mailto:${contact.email}`} title={`Write to ${contact.name}`}>
        {words}
      </a>
    );
  return page.sections.people?.state === 'pending' ? (
    <span className={cx(css.action, css.awaited)} aria-hidden>
      {words}
    </span>
  ) : null;
}

interface WriteLinkProps {
  id: string;
  kind: WrittenKind;
  main?: boolean;
  children: ReactNode;
}

/** To its form, above the timeline. */
function WriteLink({ id, kind, main = false, children }: WriteLinkProps) {
  return (
    <Link
      className={cx(css.action, main && css.main)}
      to="/accounts/$id"
      params={{ id }}
      search={{ tab: 'timeline', write: kind }}
      resetScroll={false}
    >
      {children}
    </Link>
  );
}

function CopyLink() {
  const clipboard = useClipboard({ timeout: 1600 });
  const words = clipboard.copied ? 'Copied' : 'Copy link';
  return (
    <button
      type="button"
      className={css.action}
      aria-label={words}
      title={words}
      onClick={() => clipboard.copy(window.location.href)}
    >
      {clipboard.copied ? <IconCheck size={15} aria-hidden /> : <IconLink size={15} aria-hidden />}
    </button>
  );
}
