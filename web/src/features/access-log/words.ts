import { inWords, listed } from '@/lib/text';

const ACTIONS: Record<string, string> = {
  account_view: 'Opened the account',
  account_stream: 'Opened the account',
  view: 'Opened the account',
  drill_down: 'Opened a section in full',
  section_drill: 'Opened a section in full',
  list: 'Listed accounts',
  account_list: 'Listed accounts',
  search: 'Searched accounts',
  account_search: 'Searched accounts',
  lookup: 'Looked an account up',
  audit_read: 'Read the access log',
  sign_in: 'Signed in',
  sign_out: 'Signed out',
  connection_create: 'Connected a source',
  connection_check: 'Checked a connection',
  connection_delete: 'Removed a connection',
};

/** The action in words; one that is not known here is shown by its own name. */
export const actionWords = (action: string): string =>
  ACTIONS[action.replaceAll('.', '_')] ?? inWords(action.replaceAll('.', '_'));

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return listed(value.map(String));
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}

/** "q: plan:pro · results: 12". */
export function detailWords(detail: Record<string, unknown> | undefined): string {
  return Object.entries(detail ?? {})
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${inWords(name)}: ${valueWords(value)}`)
    .join(' · ');
}
