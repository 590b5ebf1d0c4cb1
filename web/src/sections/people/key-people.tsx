import { Avatar } from '@/components/avatar';
import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';
import { useContactOf } from '@/lib/contacts';

import type { CardProps } from '../section-module';
import type { PeopleView, Person } from './model';
import css from './people.module.css';
import { PersonName } from './person-name';
import { keyPeople, ROLE_TITLES, ROLE_TONES } from './words';

const SHOWN = 5;

export function KeyPeople({ page, section }: CardProps) {
  const contactOf = useContactOf(page.account.id);
  return (
    <SectionCard<PeopleView>
      title="Key people"
      topic="People"
      section={section}
      testId="section-people"
      height={SHOWN * 42}
    >
      {(view) =>
        view.people?.length ? (
          <ul>
            {keyPeople(view.people, SHOWN).map((person, index) => (
              <PersonRow key={index} person={person} id={contactOf(person.records)} />
            ))}
          </ul>
        ) : (
          <Quiet>Nobody is known here yet.</Quiet>
        )
      }
    </SectionCard>
  );
}

function PersonRow({ person, id }: { person: Person; id: string | undefined }) {
  const role = person.roles?.[0];
  return (
    <li className={css.person}>
      <Avatar name={person.name} />
      <div className={css.who}>
        <div className={css.name}>
          <PersonName name={person.name} id={id} />
        </div>
        <div className={css.sub}>
          <Line person={person} />
        </div>
      </div>
      {role && <Badge tone={ROLE_TONES[role]}>{ROLE_TITLES[role]}</Badge>}
    </li>
  );
}

function Line({ person }: { person: Person }) {
  const { title, last_contacted_at: spoken, last_seen_at: seen } = person;
  const when = spoken ? (
    <>
      spoken to <Moment at={spoken} />
    </>
  ) : seen ? (
    <>
      in the product <Moment at={seen} />
    </>
  ) : null;
  return (
    <>
      {title}
      {title !== undefined && when && ' · '}
      {when ?? (title === undefined && 'No title, no contact known')}
    </>
  );
}
