import { queryOptions } from '@tanstack/react-query';

import type { AccountPage, Lookup, LookupMatch } from '@/api/service';
import { getJson, isStatus, queryString } from '@/lib/api';

export interface LookupKey {
  by: 'email' | 'domain' | 'external';
  value: string;
}

const EMAIL = /^[^@]+@[^@]+\.[^@.]+$/;
const DOMAIN = /^(?:https?:\/\/)?((?:[\p{L}\d-]+\.)+\p{L}{2,})\/?$/u;
/** Long numbers and ids such as "cus_Nf1abc23": whose they are is not written in them. */
const BARE_ID = /^(?:\d{5,}|[a-z]{2,5}_[A-Za-z0-9]{6,})$/;

/** What kinds of identifier the typed text may be. `stripe:cus_…` names its source; a bare id may be of any source. */
export function lookupKeys(text: string, sources: readonly string[]): LookupKey[] {
  const typed = text.trim();
  if (EMAIL.test(typed) && !/\s/.test(typed)) return [{ by: 'email', value: typed }];
  const [, domain] = DOMAIN.exec(typed) ?? [];
  if (domain) return [{ by: 'domain', value: domain }];
  if (BARE_ID.test(typed)) return sources.map((source) => ({ by: 'external', value: `${source}:${typed}` }));
  const [, source] = /^([a-z][a-z0-9_]*):\S+$/.exec(typed) ?? [];
  return source && sources.includes(source) ? [{ by: 'external', value: typed }] : [];
}

/** Nothing found is an answer, not a failure. */
async function lookUp({ by, value }: LookupKey, signal: AbortSignal): Promise<LookupMatch[]> {
  try {
    const found = await getJson<Lookup>(`/lookup${queryString({ [by]: value })}`, signal);
    return found.matches;
  } catch (error) {
    if (isStatus(error, 404) || isStatus(error, 400) || isStatus(error, 422)) return [];
    throw error;
  }
}

export const lookupQuery = (keys: readonly LookupKey[]) =>
  queryOptions({
    queryKey: ['lookup', keys],
    queryFn: async ({ signal }) => {
      const matches = (await Promise.all(keys.map((key) => lookUp(key, signal)))).flat();
      return [...new Map(matches.map((match) => [match.account.id, match])).values()];
    },
    enabled: keys.length > 0,
    retry: false,
  });

export const foundAccountsQuery = (q: string) =>
  queryOptions({
    queryKey: ['accounts-found', q],
    queryFn: ({ signal }) => getJson<AccountPage>(`/accounts${queryString({ q, limit: 8 })}`, signal),
    enabled: q !== '',
    retry: false,
  });
