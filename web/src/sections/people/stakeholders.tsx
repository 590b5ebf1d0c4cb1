import { Avatar } from '@/components/avatar';
import { Meter } from '@/components/meter';
import { Moment } from '@/components/moment';
import { type Column, Table } from '@/components/table';
import { saveCsv } from '@/lib/csv';
import { useContactOf } from '@/lib/contacts';
import { listed } from '@/lib/text';

import { Records, Seen } from './known-people';
import type { PeopleView, Person } from './model';
import css from './people.module.css';
import type { People, Stakeholder } from './people-query';
import { PersonName } from './person-name';
import { stakeholderRows } from './picture/rows';
import { RoleCell } from './role-cell';
import { engagementWords, scoreTone } from './words';

interface StakeholdersProps {
  people: People;
  view: PeopleView;
  account: string;
}

/** Everybody at the customer; red where somebody matters and is not reached. */
export function Stakeholders({ people, view, account }: StakeholdersProps) {
  const contactOf = useContactOf(account);
  const told = new Map(view.people?.map((person) => [contactOf(person.records), person] as const));
  return (
    <>
      <Table
        caption="Stakeholders, those who matter and are not reached first"
        rows={people.stakeholders}
        keyOf={({ id }) => id}
        warn={({ at_risk: isAtRisk }) => isAtRisk}
        columns={columnsFor(people, account, ({ id }) => told.get(id))}
      />
      <div className={css.foot}>
        <button
          type="button"
          className={css.tool}
          onClick={() => saveCsv('stakeholders.csv', stakeholderRows(people.stakeholders))}
        >
          CSV<span className="visually-hidden"> of the stakeholders</span>
        </button>
      </div>
    </>
  );
}

type Told = (person: Stakeholder) => Person | undefined;
type Columns = Column<Stakeholder>[];

/** Columns that nobody's record fills (or that this viewer may not see) are left out. */
function columnsFor(people: People, account: string, toldOf: Told): Columns {
  const any = (has: (row: Stakeholder) => unknown): boolean =>
    people.stakeholders.some((row) => Boolean(has(row)));
  const told = people.contacts !== 'not_told';
  return [
    { name: 'who', title: 'Contact', cell: (row) => <Contact row={row} person={toldOf(row)} /> },
    ...(any((row) => row.title) ? TITLE : []),
    {
      name: 'role',
      title: 'Role',
      cell: (row) => <RoleCell account={account} person={row} isEditable={people.editable} />,
    },
    ...(told || any((row) => row.last_contact_at) ? LAST : []),
    ...(told ? ENGAGEMENT : []),
    ...(any((row) => toldOf(row)?.last_seen_at) ? inTheProduct(toldOf) : []),
  ];
}

const TITLE: Columns = [{ name: 'title', title: 'Title', wide: true, cell: (row) => <Title row={row} /> }];
const LAST: Columns = [
  { name: 'last', title: 'Last contact', wide: true, cell: (row) => <LastContact row={row} /> },
];
const ENGAGEMENT: Columns = [
  { name: 'by', title: 'Engaged by', wide: true, cell: (row) => listed(row.engaged_by ?? []) || 'nobody' },
  { name: 'score', title: 'Score', cell: (row) => <Score row={row} /> },
];
const inTheProduct = (toldOf: Told): Columns => [
  { name: 'seen', title: 'In the product', wide: true, cell: (row) => <Product person={toldOf(row)} /> },
];

const Product = ({ person }: { person: Person | undefined }) => (person ? <Seen person={person} /> : '–');

function Contact({ row, person }: { row: Stakeholder; person: Person | undefined }) {
  return (
    <div className={css.contact}>
      <Avatar name={row.name} />
      <div>
        <PersonName name={row.name} id={row.id} /> {person && <Records person={person} />}
        {person?.email !== undefined && (
          <div className={css.sub}>
            <a href={`mailto:${person.email}`}>{person.email}</a>
          </div>
        )}
        {person?.phone !== undefined && (
          <div className={css.sub}>
            <a href={`tel:${person.phone.replaceAll(/[^+\d]/g, '')}`}>{person.phone}</a>
          </div>
        )}
        {row.bounced_at && (
          <div className={css.alarm}>
            Mail comes back since <Moment at={row.bounced_at} as="date" />
          </div>
        )}
      </div>
    </div>
  );
}

function Title({ row }: { row: Stakeholder }) {
  return (
    <>
      {row.title ?? '–'}
      {row.new_title && (
        <div className={css.alarm}>
          was {row.new_title.before} until <Moment at={row.new_title.noticed_at} as="date" />
        </div>
      )}
    </>
  );
}

function LastContact({ row }: { row: Stakeholder }) {
  if (!row.last_contact_at) return '–';
  return (
    <>
      <Moment at={row.last_contact_at} />
      {row.last_channel && ` · ${row.last_channel}`}
    </>
  );
}

function Score({ row: { engagement } }: { row: Stakeholder }) {
  if (!engagement) return '–';
  const words = engagementWords(engagement);
  return (
    <div className={css.score} title={words}>
      <Meter share={engagement.score / 100} tone={scoreTone(engagement.score)} />
      <span className={css.number}>{Math.round(engagement.score)}</span>
      <span className="visually-hidden">{words}</span>
    </div>
  );
}
