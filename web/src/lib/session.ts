import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';

import type { Me, SignInOffer } from '@/api/service';

import { getJson, sendJson } from './api';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => getJson<Me>('/me', signal),
  staleTime: 5 * 60_000,
});

export const signInOfferQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: ({ signal }) => getJson<SignInOffer>('/sign-in', signal),
  staleTime: Infinity,
});

/** As a user of the demo, or with an API token that carries all of its user's roles. */
export type Credentials = { demo_user: string } | { token: string };

export const signIn = (credentials: Credentials): Promise<undefined> =>
  sendJson('POST', '/session', credentials);

export const signOut = (): Promise<undefined> => sendJson('DELETE', '/session');

/** What one person was shown is not kept for the next one. Who may sign in is asked for by nobody in particular. */
export function forgetAnswers(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'sign-in' });
}

export type Permission =
  | 'account_merge'
  | 'section_drill'
  | 'connection_read'
  | 'connection_manage'
  | 'audit_read'
  | 'audit_account'
  | 'field_define'
  | 'field_edit'
  | 'signal_define'
  | 'score_define'
  | 'match_review'
  | 'source_write';

/** Whether the signed-in user may do this. The server decides again at each request; this only hides what is vain. */
export function useMay(permission: Permission): boolean {
  const { data } = useQuery(meQuery);
  return data?.permissions.includes(permission) ?? false;
}

/** Whether the signed-in user reads this topic of at least some customers. */
export function useReads(section: string): boolean {
  const { data } = useQuery(meQuery);
  return data?.sections.some((each) => each.name === section) ?? false;
}
