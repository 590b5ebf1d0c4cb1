import { IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';

import type { Mail, MailPart } from '@/api/written';
import type { EventPerson } from '@/api/timeline';
import { Moment } from '@/components/moment';
import { SourceLink } from '@/components/record-link';
import { SafeHtml } from '@/components/safe-html';
import { Quiet } from '@/components/stack';
import { cx } from '@/lib/cx';
import { count } from '@/lib/numbers';
import { useSource } from '@/lib/sources';

import { attachmentWords, nameOf, peopleWords } from '../words';
import css from './thread.module.css';

interface MailItemProps {
  mail: Mail;
  /** It is the one from which the conversation was opened. */
  opened: boolean;
}

/** One mail: who to whom, what it says with what was said before folded, its files, and where it stands. */
export function MailItem({ mail, opened }: MailItemProps) {
  const { at, people = [], parts = [], remote_images: pictures = 0 } = mail;
  return (
    <li
      className={cx(css.mail, mail.type === 'email_received' && css.theirs)}
      data-testid="mail"
      {...(opened && { 'data-opened': '' })}
    >
      <p className={css.by}>
        <b>{senderOf(people, mail)}</b>
        <Moment at={at} as="clock" />
      </p>
      <Readers people={people} />
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
      {parts.length === 0 && <Quiet>It has no text.</Quiet>}
      {pictures > 0 && <p className={css.quiet}>{count(pictures, 'picture')} from elsewhere left out.</p>}
      <Files mail={mail} />
      <Origin mail={mail} />
    </li>
  );
}

/** Whoever may not read who took part still sees which side it was. */
function senderOf(people: readonly EventPerson[], { type }: Mail): string {
  const from = people.find(({ role }) => role === 'from');
  if (from) return nameOf(from);
  return type === 'email_received' ? 'The customer' : 'A teammate';
}

function Readers({ people }: { people: readonly EventPerson[] }) {
  const readers = peopleWords(people.filter(({ role }) => role === 'to' || role === 'cc'));
  return readers ? <p className={css.quiet}>to {readers}</p> : null;
}

function Part({ part }: { part: MailPart }) {
  const [open, setOpen] = useState(part.quoted !== true);
  return (
    <>
      {part.quoted && (
        <button type="button" className={css.quoted} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Fold what was said before' : quotedWords(part)}
        </button>
      )}
      {open && <Said part={part} />}
    </>
  );
}

function Said({ part: { html, text, quoted } }: { part: MailPart }) {
  return (
    <div className={cx(css.said, quoted && css.before)}>
      {html !== undefined ? <SafeHtml html={html} /> : <p className={css.text}>{text}</p>}
    </div>
  );
}

/** "··· 12 quoted lines", as far as they can be counted. */
function quotedWords({ text }: MailPart): string {
  const lines = text?.split('\n').filter((each) => each.trim() !== '').length;
  return lines === undefined ? '··· quoted text' : `··· ${count(lines, 'quoted line')}`;
}

function Files({ mail: { attachments = [], source = '' } }: { mail: Mail }) {
  if (attachments.length === 0) return null;
  return (
    <ul className={css.files} aria-label="Attachments">
      {attachments.map((each, index) => (
        <li key={index} className={css.file}>
          <IconPaperclip size={13} aria-hidden />
          <SourceLink url={each.url} source={source}>
            {attachmentWords(each)}
          </SourceLink>
        </li>
      ))}
    </ul>
  );
}

function Origin({ mail: { url, source = '' } }: { mail: Mail }) {
  const { title } = useSource(source);
  if (url === undefined) return null;
  return (
    <p className={css.origin}>
      <SourceLink url={url} source={source}>
        Open in {title}
      </SourceLink>
    </p>
  );
}
