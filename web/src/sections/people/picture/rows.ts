import type { Cells } from '@/lib/csv';

import type { Relationships, Stakeholder } from '../people-query';
import { Names, ROLE_TITLES } from '../words';

const rolesOf = ({ roles = [] }: Stakeholder): string => roles.map((each) => ROLE_TITLES[each]).join(', ');

export function orgRows(people: readonly Stakeholder[]): Cells[] {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return [
    ['Contact', 'Title', 'Reports to', 'Known by', 'Roles'],
    ...people.map((person) => [
      person.name,
      person.title ?? '',
      names.get(person.reports_to?.id ?? '') ?? '',
      person.reports_to ? (person.reports_to.guessed ? 'title' : 'source') : '',
      rolesOf(person),
    ]),
  ];
}

export function stakeholderRows(people: readonly Stakeholder[]): Cells[] {
  return [
    ['Contact', 'Title', 'Roles', 'Last contact', 'Channel', 'Engaged by', 'Score', 'At risk'],
    ...people.map((person) => [
      person.name,
      person.title ?? '',
      rolesOf(person),
      person.last_contact_at ?? '',
      person.last_channel ?? '',
      (person.engaged_by ?? []).join(', '),
      person.engagement?.score ?? '',
      person.at_risk ? 'yes' : '',
    ]),
  ];
}

export function tieRows(related: Relationships): Cells[] {
  const names = new Names(related);
  return [
    ['Of us', 'Of them', 'Strength', 'Contacts in 90 days', 'Last contact', 'Channel'],
    ...related.edges.map((each) => [
      names.our(each.ours),
      names.their(each.theirs),
      each.strength,
      each.contacts,
      each.last_at,
      each.last_channel,
    ]),
  ];
}
