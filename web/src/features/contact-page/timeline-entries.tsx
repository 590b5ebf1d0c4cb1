import {
  IconCalendarEvent,
  IconLifebuoy,
  IconMail,
  IconMessageCircle,
  IconNote,
  IconPhone,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import type { Conversation, TimelineEntry } from '@/api/contacts';
import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { FromSource } from '@/components/source-mark';
import { cx } from '@/lib/cx';
import { count } from '@/lib/numbers';
import { inWords } from '@/lib/text';

import page from './contact-page.module.css';
import { Messages, whoSaid } from './messages';
import css from './timeline.module.css';
import { aboutOf, titleOf, toneOf } from './words';

const ICONS: Record<string, typeof IconMail> = {
  ticket: IconLifebuoy,
  email: IconMail,
  call: IconPhone,
  meeting: IconCalendarEvent,
  note: IconNote,
};

interface SaidEntryProps {
  entry: TimelineEntry;
  /** Whether all that was said stands there from the start. */
  whole: boolean;
  onOpen: (conversation: Conversation) => void;
}

/** A conversation, or a note that a teammate left for the others. */
export function SaidEntry({ entry: { kind, at, conversation, message }, whole, onOpen }: SaidEntryProps) {
  if (!conversation) return null;
  const Icon = kind === 'note' ? IconNote : (ICONS[conversation.kind] ?? IconMessageCircle);
  return (
    <Entry icon={<Icon size={15} aria-hidden />} at={at} kind={kind} note={kind === 'note'}>
      <h3 className={css.title}>
        <button
          type="button"
          className={page.subject}
          aria-haspopup="dialog"
          onClick={() => onOpen(conversation)}
        >
          {titleOf(conversation)}
        </button>
      </h3>
      <p className={css.marks}>
        {kind === 'note' && <Badge tone="yellow">Internal note</Badge>}
        {kind !== 'note' && conversation.status !== undefined && (
          <Badge tone={toneOf(conversation)}>{inWords(conversation.status)}</Badge>
        )}
        <span className={page.about}>
          <FromSource source={conversation.source} /> {message ? whoSaid(message) : aboutOf(conversation)}
          {message?.id !== undefined && conversation.number !== undefined && ` in #${conversation.number}`}
        </span>
      </p>
      {message ? (
        <p className={css.text}>{message.text}</p>
      ) : (
        <Said conversation={conversation} whole={whole} />
      )}
    </Entry>
  );
}

/** What was said, in short until somebody wants all of it. */
function Said({ conversation, whole }: { conversation: Conversation; whole: boolean }) {
  const [open, setOpen] = useState(whole);
  const { text, messages = [], unread } = conversation;
  const last = messages.at(-1);
  if (unread) return <Messages conversation={conversation} />;
  return (
    <>
      {text !== undefined && <p className={css.text}>{text}</p>}
      {last && !open && (
        <p className={page.excerpt}>
          {whoSaid(last)}: {last.text}
        </p>
      )}
      {last && (
        <button type="button" className={css.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Show less' : `Show ${count(messages.length, 'message')}`}
        </button>
      )}
      {open && <Messages conversation={conversation} />}
    </>
  );
}

/** One line of the list: what it is, and when. */
interface EntryProps {
  icon: ReactNode;
  at: string;
  kind: TimelineEntry['kind'];
  note?: boolean;
  children: ReactNode;
}

export function Entry({ icon, at, kind, note = false, children }: EntryProps) {
  return (
    <li className={cx(css.entry, note && css.note)} data-testid="entry" data-kind={kind}>
      <span className={css.icon}>{icon}</span>
      <div className={css.body}>{children}</div>
      <span className={css.when}>
        <Moment at={at} as="clock" />
      </span>
    </li>
  );
}
