import type { SectionEnvelope } from '@/api/page';
import { Badge } from '@/components/badge';
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
  const open = ticketsOf(sections.support).filter(isOpen);
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
        <p className={css.quiet} role="status">
          {standing(sections.support, open.length)}
        </p>
      </section>
      <TicketList title={`Open with ${contact.name}`} tickets={open.slice(0, SHOWN)} />
    </>
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
