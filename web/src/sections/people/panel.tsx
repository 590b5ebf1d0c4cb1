import { useMay } from '@/lib/session';

import type { PanelProps } from '../section-module';
import { KnownPeople } from './known-people';
import type { PeopleView } from './model';
import { PeopleTab } from './people-tab';

/** Engagement and relationships for whoever may look behind the page; else the people that it carries. */
export function PeoplePanel(props: PanelProps<PeopleView>) {
  return useMay('section_drill') ? <PeopleTab {...props} /> : <KnownPeople {...props} />;
}
