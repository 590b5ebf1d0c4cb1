import { queryOptions, useQuery } from '@tanstack/react-query';

import type { ContactPage, ContactRecord } from '@/api/contacts';

import { getJson, isStatus, queryString } from './api';
import { MINUTE } from './time';

const keyOf = ({ source, record_type, external_id }: ContactRecord): string =>
  `${source}/${record_type}/${external_id}`;

export const contactsOfAccountQuery = (account: string) =>
  queryOptions({
    queryKey: ['account', account, 'contacts'],
    queryFn: async ({ signal }) => {
      try {
        return await getJson<ContactPage>(`/contacts${queryString({ account, limit: 200 })}`, signal);
      } catch (error) {
        if (isStatus(error, 403)) return { items: [], total: 0, next_cursor: null };
        throw error;
      }
    },
    staleTime: MINUTE,
  });

export type ContactOf = (records: readonly ContactRecord[]) => string | undefined;

/** Whose page a person's record leads to; undefined until it is known, and where there is none. */
export function useContactOf(account: string): ContactOf {
  const { data } = useQuery(contactsOfAccountQuery(account));
  const ids = new Map(
    data?.items.flatMap(({ id, records = [] }) => records.map((each) => [keyOf(each), id] as const)),
  );
  return (records) => records.map((each) => ids.get(keyOf(each))).find((id) => id !== undefined);
}
