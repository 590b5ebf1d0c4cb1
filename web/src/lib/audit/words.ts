import type { AuditRow } from '@/api/service';
import { inWords, listed } from '@/lib/text';

import { isRefresh } from './fold';

const ACTIONS: Record<string, string> = {
  view: 'Opened the account',
  drill: 'Opened a section in full',
  list: 'Listed accounts',
  search: 'Searched accounts',
  lookup: 'Looked an account up',
  export: 'Exported',
  denied: 'Was refused',
  sign_in: 'Signed in',
  sign_out: 'Signed out',
  'sign_in.refused': 'Was refused at sign-in',
  'token.create': 'Made an API token',
  'token.revoke': 'Revoked an API token',
  merge: 'Merged accounts',
  'merge.plan': 'Planned a merge or a split',
  'merge.undo': 'Undid a merge',
  split: 'Gave an identifier to another customer',
  'identifier.link': 'Said that the customer is known by this',
  'identifier.unlink': 'Took back that the customer is known by this',
  keep_apart: 'Decided to keep accounts apart',
  'keep_apart.end': 'Took back that accounts are kept apart',
  'parent.set': 'Set the parent by hand',
  'change.refused': 'Was refused a change',
  'field.edit': 'Edited what we own of a customer',
  'written.write': 'Wrote about a customer',
  'written.change': 'Changed what was written about a customer',
  'written.remove': 'Took back what was written about a customer',
  notifications: 'Read what they were told',
  'field.history': 'Read the history',
  'field.define': 'Changed which fields there are',
  history: 'Read what was merged and split',
  roll_up: 'Read the numbers of a group',
  signals: 'Read signals',
  'signal.snooze': 'Snoozed a signal',
  'signal.resolve': 'Resolved a signal',
  'signal.assign': 'Assigned a signal',
  'signal.define': 'Changed from when on a fact is a signal',
  metrics: 'Read how numbers moved',
  journey: 'Read how they came to be a customer',
  revenue: 'Read revenue and retention',
  as_of: 'Read how it stood on a day',
  since: 'Read what changed since their last look',
  'connection.create': 'Connected a source',
  'connection.change': 'Changed a connection',
  'connection.check': 'Checked a connection',
  'connection.remove': 'Removed a connection',
  'alias.import': 'Imported old numbers',
  'alias.remove': 'Removed old numbers',
  'panel.link': 'Made a link to the panel',
  'match.list': 'Listed suggested matches',
  'match.accept': 'Accepted a suggested match',
  'match.reject': 'Rejected a suggested match',
  'audit.read': 'Read the access log',
  'audit.prune': 'Removed old records of the access log',
};

/** What differs where it was done to a person. */
const OF_PEOPLE: Record<string, string> = {
  view: 'Opened a person',
  drill: 'Read conversations with a person',
  'audit.read': 'Read who looked at a person',
};

/** The action in words; one that is not known here is shown by its own name. */
export function actionWords(row: AuditRow): string {
  const ofPerson = row.detail?.contact !== undefined;
  if (isRefresh(row)) return `Had the ${ofPerson ? 'person' : 'account'} open, which was refreshed`;
  const known = (ofPerson ? OF_PEOPLE[row.action] : undefined) ?? ACTIONS[row.action];
  return known ?? inWords(row.action.replaceAll('.', '_'));
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return listed(value.map(String));
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}

/** Said by the words of the action, and ids that tell a reader nothing. */
const HIDDEN: readonly string[] = ['refresh', 'contact', 'link', 'changes'];

/** "q: plan:pro · results: 12". */
export function detailWords(detail: Record<string, unknown> | undefined): string {
  return Object.entries(detail ?? {})
    .filter(
      ([name, value]) =>
        !HIDDEN.includes(name) &&
        value !== null &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => `${inWords(name)}: ${valueWords(value)}`)
    .join(' · ');
}
