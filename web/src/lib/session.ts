import { queryOptions, useQuery } from '@tanstack/react-query';

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

export const signIn = (demoUser: string): Promise<undefined> =>
  sendJson('POST', '/session', { demo_user: demoUser });

export const signOut = (): Promise<undefined> => sendJson('DELETE', '/session');

export type Permission = 'connection_read' | 'connection_manage' | 'audit_read' | 'audit_account';

/** Whether the signed-in user may do this. The server decides again at each request; this only hides what is vain. */
export function useMay(permission: Permission): boolean {
  const { data } = useQuery(meQuery);
  return data?.permissions.includes(permission) ?? false;
}
