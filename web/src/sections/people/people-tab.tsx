import { useQuery } from '@tanstack/react-query';

import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { SkeletonBlock } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import { count } from '@/lib/numbers';

import type { PanelProps } from '../section-module';
import type { PeopleView } from './model';
import css from './people.module.css';
import { type People, peopleQuery } from './people-query';
import { PersonName } from './person-name';
import { OrgChartCard, RelationshipCard } from './pictures';
import { Stakeholders } from './stakeholders';

/** Org chart, who knows whom, and everybody in a table. */
export function PeopleTab({ view, page, section }: PanelProps<PeopleView>) {
  const account = page.account.id;
  const { data, error } = useQuery(peopleQuery(account, section));
  if (error && !data)
    return (
      <Card title="Stakeholders" testId="stakeholders">
        <p role="alert" className={css.problem}>
          {reasonOf(error)} Load the page again to try anew.
        </p>
      </Card>
    );
  return (
    <div className={css.tab}>
      <div className={css.pictures}>
        <OrgChartCard people={data?.stakeholders} />
        <RelationshipCard account={account} section={section} />
      </div>
      {data ? <Everybody people={data} view={view} account={account} /> : <Waiting />}
    </div>
  );
}

const Waiting = () => (
  <Card title="Stakeholders" testId="stakeholders">
    <SkeletonBlock height={240} />
  </Card>
);

function Everybody({ people, view, account }: { people: People; view: PeopleView; account: string }) {
  const { stakeholders, total, contacts, departed, source_answered: answered } = people;
  return (
    <Card title="Stakeholders" aside={count(total, 'person', 'people')} testId="stakeholders">
      {!answered && (
        <p className={css.hint}>No source tells of people just now: roles of theirs are missing.</p>
      )}
      {contacts === 'unknown' && stakeholders.length > 0 && (
        <p className={css.hint}>No email, call or meeting is known yet, so nobody has a score.</p>
      )}
      {stakeholders.length === 0 ? (
        <Quiet>Nobody is known here yet.</Quiet>
      ) : (
        <Stakeholders people={people} view={view} account={account} />
      )}
      {total > stakeholders.length && (
        <p className={css.hint}>The first {stakeholders.length} of them by name are shown.</p>
      )}
      {departed.map(({ id, name, noticed_at: at }) => (
        <p key={id} className={css.hint} data-testid="departed">
          <PersonName name={name} id={id} /> has left: sources have them at another company since{' '}
          <Moment at={at} as="date" />.
        </p>
      ))}
    </Card>
  );
}
