import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { Quiet } from '@/components/stack';
import { Table } from '@/components/table';
import { useContactOf } from '@/lib/contacts';
import type { Page } from '@/lib/page';

import type { PeopleView } from './model';
import { PersonName } from './person-name';
import { ROLE_TITLES, ROLE_TONES } from './words';

/** People beside another topic: who, what they decide, when they were last spoken to. */
export function RelatedPeople({ view, page }: { view: PeopleView; page: Page }) {
  const contactOf = useContactOf(page.account.id);
  if (!view.people?.length) return <Quiet>Nobody is known here yet.</Quiet>;
  return (
    <Table
      caption="People of this customer, named roles first"
      rows={view.people}
      keyOf={(_, index) => index.toString()}
      columns={[
        {
          name: 'who',
          title: 'Contact',
          cell: (row) => <PersonName name={row.name} id={contactOf(row.records)} />,
        },
        { name: 'title', title: 'Title', wide: true, cell: (row) => row.title ?? '–' },
        {
          name: 'role',
          title: 'Role',
          cell: (row) =>
            row.roles?.map((role) => (
              <Badge key={role} tone={ROLE_TONES[role]}>
                {ROLE_TITLES[role]}
              </Badge>
            )) ?? '–',
        },
        {
          name: 'contacted',
          title: 'Last contact',
          cell: (row) => (row.last_contacted_at ? <Moment at={row.last_contacted_at} /> : '–'),
        },
      ]}
    />
  );
}
