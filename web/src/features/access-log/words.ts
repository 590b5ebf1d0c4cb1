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
  keep_apart: 'Decided to keep accounts apart',
  'keep_apart.end': 'Took back that accounts are kept apart',
  'parent.set': 'Set the parent by hand',
  'change.refused': 'Was refused a merge or a split',
  history: 'Read what was merged and split',
  roll_up: 'Read the numbers of a group',
  'connection.create': 'Connected a source',
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

/** The action in words; one that is not known here is shown by its own name. */
export const actionWords = (row: AuditRow): string =>
  isRefresh(row)
    ? 'Had the account open, which was refreshed'
    : (ACTIONS[row.action] ?? inWords(row.action.replaceAll('.', '_')));

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return listed(value.map(String));
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}

/** "q: plan:pro · results: 12". */
export function detailWords(detail: Record<string, unknown> | undefined): string {
  return Object.entries(detail ?? {})
    .filter(
      ([name, value]) =>
        name !== 'refresh' && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => `${inWords(name)}: ${valueWords(value)}`)
    .join(' · ');
}
