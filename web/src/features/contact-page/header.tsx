import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { Alias, ContactHead } from '@/api/contacts';
import { Avatar } from '@/components/avatar';
import { Badge } from '@/components/badge';
import { FromSource } from '@/components/source-mark';
import { count } from '@/lib/numbers';

import css from './contact-page.module.css';

interface ContactHeaderProps {
  contact: ContactHead;
  /** What else can be done with this person. */
  menu?: ReactNode;
  /** Which rule chose each value. */
  whyShown?: ReactNode;
}

export function ContactHeader({ contact, menu, whyShown }: ContactHeaderProps) {
  return (
    <header className={css.head} data-testid="contact-header">
      <span className={css.portrait}>
        <Avatar name={contact.name} />
      </span>
      <div className={css.identity}>
        <h1>{contact.name}</h1>
        <Facts contact={contact} />
        <AlsoKnownAs contact={contact} whyShown={whyShown} />
        <div className={css.marks}>
          {contact.teammate && <Badge tone="blue">Also a teammate</Badge>}
          {contact.closed_at !== undefined && <Badge tone="grey">In no source any more</Badge>}
          <Aliases contact={contact} />
        </div>
      </div>
      {menu}
    </header>
  );
}

function Facts({ contact }: { contact: ContactHead }) {
  const { title, account, email, phone } = contact;
  const facts: [string, ReactNode][] = [
    ['title', title],
    [
      'account',
      account && (
        <Link to="/accounts/$id" params={{ id: account.id }}>
          {account.name}
        </Link>
      ),
    ],
    ['email', email !== undefined && <a href={`mailto:${email}`}>{email}</a>],
    ['phone', phone !== undefined && <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>],
  ];
  return (
    <div className={css.facts}>
      {facts
        .filter(([, fact]) => Boolean(fact))
        .map(([key, fact]) => (
          <span key={key}>{fact}</span>
        ))}
    </div>
  );
}

/** People who turned out to be this one, by their own names; and why what is shown is shown, where several say it. */
function AlsoKnownAs({ contact, whyShown }: { contact: ContactHead; whyShown: ReactNode }) {
  const { also_known_as: others = [], records = [], name } = contact;
  if (others.length === 0 && records.length < 2) return null;
  const names = [...new Set(others.map((each) => each.name))].filter((each) => each !== name);
  const words =
    names.length > 0
      ? `Also known as ${names.join(', ')}`
      : others.length > 0 && `${count(others.length, 'person', 'people')} of this name in one`;
  return (
    <p className={css.also} data-testid="also-known-as">
      {words} {whyShown}
    </p>
  );
}

/** Each spelling once, with every source that has it. */
function grouped(aliases: readonly Alias[]): Alias[][] {
  const groups = new Map<string, Alias[]>();
  for (const alias of aliases) {
    const key = `${alias.kind}/${alias.value.toLowerCase()}`;
    groups.set(key, [...(groups.get(key) ?? []), alias]);
  }
  return [...groups.values()];
}

function Aliases({ contact }: { contact: ContactHead }) {
  const groups = grouped(contact.aliases ?? []);
  if (groups.length === 0) return null;
  return (
    <ul className={css.aliases} aria-label="Known by">
      {groups.map((same) => (
        <AliasChip key={`${same[0]?.kind ?? ''}/${same[0]?.value ?? ''}`} same={same} />
      ))}
    </ul>
  );
}

function AliasChip({ same }: { same: readonly Alias[] }) {
  const former = same.every((each) => each.former);
  const verified = same.some((each) => each.verified);
  const why = former
    ? 'No source says so any more; it still finds this person'
    : verified
      ? 'Proved by a source'
      : 'As somebody typed it';
  return (
    <li className={former ? css.former : css.alias} title={why}>
      {same[0]?.value}
      {[...new Set(same.map((each) => each.source))].map((source) => (
        <FromSource key={source} source={source} />
      ))}
      <span className="visually-hidden">, {why.toLowerCase()}</span>
    </li>
  );
}
