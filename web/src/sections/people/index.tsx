import { lazy } from 'react';

import type { SectionModule } from '../section-module';
import { KeyPeople } from './key-people';
import type { PeopleView } from './model';

export const people: SectionModule<PeopleView> = {
  name: 'people',
  title: 'People',
  count: (view) => view.total ?? view.people?.length,
  Panel: lazy(async () => ({ default: (await import('./panel')).PeoplePanel })),
  Aside: KeyPeople,
  related: {
    title: 'Contacts',
    list: 'people',
    List: lazy(async () => ({ default: (await import('./related')).RelatedPeople })),
  },
};
