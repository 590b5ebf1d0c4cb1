import { Avatar } from '@/components/avatar';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { FromSource } from '@/components/source-mark';
import { Quiet } from '@/components/stack';
import { type Column, Table } from '@/components/table';
import { type ContactOf, useContactOf } from '@/lib/contacts';
import { count } from '@/lib/numbers';
import { inWords } from '@/lib/text';

import type { PanelProps } from '../section-module';
import type { PeopleView, Person } from './model';
import css from './people.module.css';
import { PersonName } from './person-name';
import { ROLE_TITLES, ROLE_TONES } from './words';

/** Who sources know, for whoever may not look behind the page. */
export function KnownPeople({ view, page }: PanelProps<PeopleView>) {
  const contactOf = useContactOf(page.account.id);
  const people = view.people ?? [];
  return (
    <Card
      title="Stakeholders"
      aside={view.total === undefined ? undefined : count(view.total, 'person', 'people')}
    >
      {people.length === 0 ? (
        <Quiet>Nobody is known here yet.</Quiet>
      ) : (
        <Table
          caption="People, named roles first"
          rows={people}
          keyOf={(_, index) => index.toString()}
          columns={columnsFor(people, contactOf)}
        />
      )}
    </Card>
  );
}

const or = (value: string | undefined): string => value ?? '–';

/** Columns that nobody's record fills (or that this viewer may not see) are left out. */
function columnsFor(people: readonly Person[], contactOf: ContactOf): Column<Person>[] {
  const filled = (has: (person: Person) => unknown, column: Column<Person>): Column<Person>[] =>
    people.some((person) => has(person) !== undefined) ? [column] : [];
  return [
    { name: 'who', title: 'Contact', cell: (row) => <Contact person={row} id={contactOf(row.records)} /> },
    ...filled((row) => row.title, {
      name: 'title',
      title: 'Title',
      wide: true,
      cell: (row) => or(row.title),
    }),
    ...filled((row) => row.roles, { name: 'role', title: 'Role', cell: (row) => <Roles person={row} /> }),
    ...filled((row) => row.last_contacted_at, {
      name: 'contacted',
      title: 'Last contact',
      cell: (row) => (row.last_contacted_at ? <Moment at={row.last_contacted_at} /> : '–'),
    }),
    ...filled((row) => row.last_seen_at, {
      name: 'seen',
      title: 'In the product',
      wide: true,
      cell: (row) => <Seen person={row} />,
    }),
    ...filled((row) => row.owner, {
      name: 'owner',
      title: 'Engaged by',
      wide: true,
      cell: (row) => or(row.owner),
    }),
    { name: 'records', title: 'Records', wide: true, cell: (row) => <Records person={row} /> },
  ];
}

function Contact({ person, id }: { person: Person; id: string | undefined }) {
  return (
    <div className={css.contact}>
      <Avatar name={person.name} />
      <div>
        <PersonName name={person.name} id={id} />
        {person.email !== undefined && (
          <div className={css.sub}>
            <a href={`mailto:${person.email}`}>{person.email}</a>
          </div>
        )}
        {person.phone !== undefined && (
          <div className={css.sub}>
            <a href={`tel:${person.phone.replaceAll(/[^+\d]/g, '')}`}>{person.phone}</a>
          </div>
        )}
      </div>
    </div>
  );
}

function Roles({ person }: { person: Person }) {
  return (
    <div className={css.roles}>
      {(person.roles ?? []).map((role) => (
        <Badge key={role} tone={ROLE_TONES[role]}>
          {ROLE_TITLES[role]}
        </Badge>
      ))}
    </div>
  );
}

export function Seen({ person }: { person: Person }) {
  if (!person.last_seen_at) return '–';
  return (
    <>
      <Moment at={person.last_seen_at} />
      {person.product_role !== undefined && <Quiet> · {inWords(person.product_role)}</Quiet>}
    </>
  );
}

export function Records({ person }: { person: Person }) {
  return (
    <span className={css.marks}>
      {person.records.map((record) => (
        <RecordLink key={`${record.source}/${record.external_id}`} record={record}>
          <FromSource source={record.source} />
        </RecordLink>
      ))}
    </span>
  );
}
