import type { SectionEnvelope } from '@/api/page';
import { Badge } from '@/components/badge';
import { formatNumber } from '@/lib/numbers';
import { initials } from '@/lib/text';
import type { SupportView, Ticket } from '@/sections/support/model';
import { isOpen } from '@/sections/support/words';

import type { Asked } from './asked';
import { LinkTo } from './link-to';
import css from './panel.module.css';
import { TicketList } from './tickets';
import type { Person } from './use-panel';

const SHOWN = 5;

function ticketsOf(section: SectionEnvelope | undefined): readonly Ticket[] {
  const view = section?.data as SupportView | null | undefined;
  return view?.tickets ?? [];
}

/** Who wrote, and what they still wait for. */
export function PersonPart({ person: { contact, sections } }: { person: Person }) {
  const tickets = ticketsOf(sections.support);
  const open = tickets.filter(isOpen);
  return (
    <>
      <section className={css.part} aria-label="Who wrote" data-testid="panel-person">
        <p className={css.person}>
          <a href={`/contacts/${contact.id}`} target="_blank" rel="noopener">
            {contact.name}
          </a>
          {contact.teammate && <Badge tone="blue">Also a teammate</Badge>}
        </p>
        <p className={css.quiet}>{[contact.title, contact.email].filter(Boolean).join(' · ')}</p>
        <OtherNames contact={contact} />
        <p className={css.quiet} role="status">
          {standing(sections.support, open.length)}
        </p>
      </section>
      <TicketList
        title={`Earlier conversations · ${formatNumber(tickets.length)}`}
        tickets={[...open, ...tickets.filter((each) => !isOpen(each))].slice(0, SHOWN)}
        more={
          <a className={css.all} href={`/contacts/${contact.id}`} target="_blank" rel="noopener">
            Show all across channels
          </a>
        }
      />
    </>
  );
}

/** By what else this person is and was known, beside the address that stands above it. */
function OtherNames({ contact: { aliases = [], email } }: { contact: Person['contact'] }) {
  const values = new Map(aliases.map(({ value }) => [value.toLowerCase(), value]));
  if (email !== undefined) values.delete(email.toLowerCase());
  if (values.size === 0) return null;
  return (
    <ul className={css.known} aria-label="Known by">
      {[...values.values()].map((value) => (
        <li key={value}>{value}</li>
      ))}
    </ul>
  );
}

function standing(section: SectionEnvelope | undefined, open: number): string {
  if (section === undefined) return '';
  if (section.state === 'pending') return 'Reading what they asked…';
  if (!section.data) return section.state === 'unknown_customer' ? 'Never asked anything' : 'Not read';
  return open === 0 ? 'Nothing of theirs is open' : `${open} of theirs open`;
}

/** Somebody of no customer, or of none that the viewer may see. */
export function Alone({ person, asked }: { person: Person; asked: Asked }) {
  return (
    <main className={css.panel} data-testid="panel-alone">
      <header className={`${css.part ?? ''} ${css.head ?? ''}`}>
        <span className={css.avatar} aria-hidden>
          {initials(person.contact.name)}
        </span>
        <div className={css.who}>
          <h1>{person.contact.name}</h1>
          <p>At no customer that is known</p>
        </div>
      </header>
      <PersonPart person={person} />
      <footer className={css.part}>
        <LinkTo asked={asked} />
      </footer>
    </main>
  );
}
