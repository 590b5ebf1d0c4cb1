import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { components } from '@/api/schema';
import { announce } from '@/lib/announce';
import { getJson, send } from '@/lib/api';
import type { HeldSection } from '@/lib/freshness';

type Schemas = components['schemas'];
export type People = Schemas['People'];
export type Stakeholder = Schemas['Stakeholder'];
export type Relationships = Schemas['Relationships'];
export type BuyingRole = Schemas['BuyingRole'];
export type Engagement = Schemas['Engagement'];
export type WarmPath = Schemas['WarmPath'];

const pathOf = (account: string): string => `/accounts/${encodeURIComponent(account)}`;
const keyOf = (account: string) => ['account', account, 'stakeholders'] as const;

/** What was read of the section: once it has been read anew, people are asked for anew. */
const readingOf = ({ sources }: HeldSection): string => sources.map((each) => each.as_of ?? '').join();

const shared = { staleTime: 60_000, placeholderData: keepPreviousData };

export const peopleQuery = (account: string, section: HeldSection) =>
  queryOptions({
    queryKey: [...keyOf(account), 'people', readingOf(section)],
    queryFn: ({ signal }) => getJson<People>(`${pathOf(account)}/people`, signal),
    enabled: section.state !== 'pending',
    ...shared,
  });

export const relationshipsQuery = (account: string, section: HeldSection) =>
  queryOptions({
    queryKey: [...keyOf(account), 'relationships', readingOf(section)],
    queryFn: ({ signal }) => getJson<Relationships>(`${pathOf(account)}/relationships`, signal),
    enabled: section.state !== 'pending',
    ...shared,
  });

/** The entity tag of what we own of a person, as it is read when somebody begins to change it. */
export const rolesTagQuery = (person: string) =>
  queryOptions({
    queryKey: ['contact', person, 'roles-tag'],
    queryFn: async ({ signal }) =>
      (await getJson<Schemas['FieldsShown']>(`/contacts/${encodeURIComponent(person)}/fields`, signal)).etag,
    staleTime: 0,
    gcTime: 0,
  });

interface RolesSet {
  etag: string;
  roles: BuyingRole[];
}

export function useSetRoles(account: string, { id, name }: Stakeholder, onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ etag, roles }: RolesSet) =>
      send(`/contacts/${encodeURIComponent(id)}/role`, {
        method: 'PATCH',
        headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'If-Match': etag },
        body: JSON.stringify({ roles }),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keyOf(account) });
      announce(`The roles of ${name} are saved.`);
      onSaved();
    },
    // Somebody was faster, or something is wrong: either way the next attempt begins with what stands.
    onError: () => client.invalidateQueries({ queryKey: rolesTagQuery(id).queryKey }),
  });
}
