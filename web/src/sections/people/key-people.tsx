import { useQuery } from '@tanstack/react-query';

import { Avatar } from '@/components/avatar';
import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';
import { cx } from '@/lib/cx';
import { useContactOf } from '@/lib/contacts';
import { useMay } from '@/lib/session';

import type { CardProps } from '../section-module';
import type { BuyingRole, PeopleView, Person } from './model';
import css from './people.module.css';
import { peopleQuery, type Stakeholder } from './people-query';
import { PersonName } from './person-name';
import { keyPeople, keyStakeholders, ROLE_TITLES, ROLE_TONES } from './words';

const SHOWN = 5;

/** Who decides, with the last contact; red where they matter and are not reached. */
export function KeyPeople({ page, section }: CardProps) {
  return (
    <SectionCard<PeopleView>
      title="Key people"
      topic="People"
      section={section}
      testId="section-people"
      height={SHOWN * 42}
    >
      {(view) => <Known view={view} page={page} section={section} />}
    </SectionCard>
  );
}

/** What the page carries stands at once; how engaged somebody is comes to it, in the same place. */
function Known({ view, page, section }: CardProps & { view: PeopleView }) {
  const contactOf = useContactOf(page.account.id);
  const mayDrill = useMay('section_drill');
  const { data } = useQuery({
    ...peopleQuery(page.account.id, section),
    enabled: mayDrill && section.state !== 'pending',
  });
  if (data?.stakeholders.length)
    return (
      <ul>
        {keyStakeholders(data.stakeholders, SHOWN).map((person) => (
          <StakeholderRow key={person.id} person={person} />
        ))}
      </ul>
    );
  if (!view.people?.length) return <Quiet>Nobody is known here yet.</Quiet>;
  return (
    <ul>
      {keyPeople(view.people, SHOWN).map((person, index) => (
        <PersonRow key={index} person={person} id={contactOf(person.records)} />
      ))}
    </ul>
  );
}

interface RowProps {
  name: string;
  id: string | undefined;
  role: BuyingRole | undefined;
  warn?: boolean;
  children: React.ReactNode;
}

function Row({ name, id, role, warn = false, children }: RowProps) {
  return (
    <li className={cx(css.person, warn && css.atRisk)}>
      <Avatar name={name} />
      <div className={css.who}>
        <div className={css.name}>
          <PersonName name={name} id={id} />
        </div>
        <div className={css.sub}>{children}</div>
      </div>
      {role && <Badge tone={ROLE_TONES[role]}>{ROLE_TITLES[role]}</Badge>}
    </li>
  );
}

function StakeholderRow({ person }: { person: Stakeholder }) {
  const { title, last_contact_at: at, last_channel: channel, at_risk: isAtRisk } = person;
  return (
    <Row name={person.name} id={person.id} role={person.roles?.[0]} warn={isAtRisk}>
      {title}
      {title && at && ' · '}
      {at && (
        <>
          {channel ?? 'contact'} <Moment at={at} />
        </>
      )}
      {!title && !at && 'No title, no contact known'}
      {isAtRisk && <span className="visually-hidden">. Matters, and is not reached</span>}
    </Row>
  );
}

function PersonRow({ person, id }: { person: Person; id: string | undefined }) {
  const { title, last_contacted_at: spoken, last_seen_at: seen } = person;
  const when = spoken ?? seen;
  return (
    <Row name={person.name} id={id} role={person.roles?.[0]}>
      {title}
      {title !== undefined && when && ' · '}
      {when && (
        <>
          {spoken ? 'spoken to' : 'in the product'} <Moment at={when} />
        </>
      )}
      {title === undefined && !when && 'No title, no contact known'}
    </Row>
  );
}
