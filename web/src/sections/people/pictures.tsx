import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';

import { Card } from '@/components/card';
import { SkeletonBlock } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { Table } from '@/components/table';
import { reasonOf } from '@/lib/api';
import type { HeldSection } from '@/lib/freshness';

import { Coverage } from './coverage';
import css from './people.module.css';
import { type Relationships, relationshipsQuery, type Stakeholder } from './people-query';
import { PersonName } from './person-name';
import { PictureFrame } from './picture/picture-frame';
import { orgRows, tieRows } from './picture/rows';
import { Names, ROLE_TITLES } from './words';

const OrgChart = lazy(() => import('./picture/org-chart'));
const RelationshipMap = lazy(() => import('./picture/relationship-map'));

const ORG_HEIGHT = 320;
const MAP_HEIGHT = 230;
/** The row over a picture, which stands there from the beginning. */
const BAR = 34;

export function OrgChartCard({ people }: { people: readonly Stakeholder[] | undefined }) {
  return (
    <Card title="Org chart" aside="by sources, dashed by title" testId="org-chart">
      <div style={{ minHeight: ORG_HEIGHT + BAR }}>
        {people === undefined && <SkeletonBlock height={ORG_HEIGHT + BAR} />}
        {people?.length === 0 && <Quiet>Nobody is known here yet.</Quiet>}
        {people && people.length > 0 && (
          <PictureFrame
            label="the org chart"
            height={ORG_HEIGHT}
            file="org-chart.csv"
            rows={() => orgRows(people)}
            picture={(sought) => (
              <Suspense fallback={<SkeletonBlock height={ORG_HEIGHT} />}>
                <OrgChart people={people} sought={sought} />
              </Suspense>
            )}
            table={<OrgTable people={people} />}
          />
        )}
      </div>
    </Card>
  );
}

function OrgTable({ people }: { people: readonly Stakeholder[] }) {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (
    <Table
      caption="Who reports to whom"
      rows={people}
      keyOf={({ id }) => id}
      columns={[
        { name: 'who', title: 'Contact', cell: ({ id, name }) => <PersonName name={name} id={id} /> },
        { name: 'title', title: 'Title', cell: ({ title }) => title ?? '–' },
        {
          name: 'above',
          title: 'Reports to',
          cell: ({ reports_to: above }) =>
            above ? `${names.get(above.id) ?? '–'}${above.guessed ? ', by title' : ''}` : '–',
        },
        {
          name: 'roles',
          title: 'Role',
          cell: ({ roles = [] }) => roles.map((each) => ROLE_TITLES[each]).join(', '),
        },
      ]}
    />
  );
}

export function RelationshipCard({ account, section }: { account: string; section: HeldSection }) {
  const { data, error } = useQuery(relationshipsQuery(account, section));
  return (
    <Card title="Who knows whom" aside="last 90 days, half after 30" testId="relationships">
      <div style={{ minHeight: MAP_HEIGHT + BAR }}>
        {data ? (
          <Related related={data} />
        ) : error ? (
          <p role="alert" className={css.problem}>
            {reasonOf(error)}
          </p>
        ) : (
          <SkeletonBlock height={MAP_HEIGHT + BAR} />
        )}
      </div>
    </Card>
  );
}

function Related({ related }: { related: Relationships }) {
  if (related.contacts === 'not_told')
    return <Quiet>Who wrote, called and met is not part of your role.</Quiet>;
  if (related.ours.length + related.theirs.length === 0)
    return <Quiet>There was no email, call or meeting with anybody here in 90 days.</Quiet>;
  return (
    <>
      <PictureFrame
        label="who knows whom"
        height={MAP_HEIGHT}
        file="who-knows-whom.csv"
        rows={() => tieRows(related)}
        picture={(sought) => (
          <Suspense fallback={<SkeletonBlock height={MAP_HEIGHT} />}>
            <RelationshipMap related={related} sought={sought} />
          </Suspense>
        )}
        table={<TieTable related={related} />}
      />
      <Coverage related={related} />
    </>
  );
}

function TieTable({ related }: { related: Relationships }) {
  const names = new Names(related);
  return (
    <Table
      caption="Who of us knows whom of them, the strongest first"
      rows={related.edges}
      keyOf={({ ours, theirs }) => `${ours} ${theirs}`}
      columns={[
        { name: 'ours', title: 'Of us', cell: ({ ours }) => names.our(ours) },
        {
          name: 'theirs',
          title: 'Of them',
          cell: ({ theirs }) => <PersonName name={names.their(theirs)} id={theirs} />,
        },
        { name: 'strength', title: 'Strength', right: true, cell: ({ strength }) => strength.toFixed(1) },
        { name: 'contacts', title: 'Contacts', right: true, cell: ({ contacts }) => contacts },
        { name: 'last', title: 'Last by', cell: ({ last_channel: channel }) => channel },
      ]}
    />
  );
}
