import { queryOptions } from '@tanstack/react-query';

import type { AccountPage, Lookup } from '@/api/service';
import { getJson, isStatus, queryString } from '@/lib/api';

export interface LookupKey {
  by: 'email' | 'domain' | 'external';
  value: string;
}

/** Ids whose first letters say which vendor gave them. */
const VENDOR_PREFIXES: readonly [RegExp, string][] = [[/^(cus|sub|in)_[A-Za-z0-9]{4,}$/, 'stripe']];

/** What kind of identifier somebody typed, if it is one. `stripe:cus_…` names its source itself. */
export function lookupKey(text: string): LookupKey | undefined {
  const typed = text.trim();
  if (/\s/.test(typed)) return undefined;
  if (/^[^@]+@[^@]+\.[^@.]+$/.test(typed)) return { by: 'email', value: typed };
  if (
    /^[a-z][a-z0-9_]*:[^\s<>"]{3,}$/.test(typed) &&
    !/^(plan|owner|status|mrr|renewal|has|tag|q):/.test(typed)
  )
    return { by: 'external', value: typed };
  const vendor = VENDOR_PREFIXES.find(([pattern]) => pattern.test(typed));
  if (vendor) return { by: 'external', value: `${vendor[1]}:${typed}` };
  if (/^(https?:\/\/)?([\p{L}\d-]+\.)+\p{L}{2,}\/?$/u.test(typed))
    return { by: 'domain', value: typed.replace(/^https?:\/\//, '').replace(/\/$/, '') };
  return undefined;
}

/** Nothing found is an answer, not a failure. */
async function lookUp({ by, value }: LookupKey, signal: AbortSignal): Promise<Lookup> {
  try {
    return await getJson<Lookup>(`/lookup${queryString({ [by]: value })}`, signal);
  } catch (error) {
    if (isStatus(error, 404) || isStatus(error, 400)) return { matches: [] };
    throw error;
  }
}

export const lookupQuery = (key: LookupKey | undefined) =>
  queryOptions({
    queryKey: ['lookup', key],
    queryFn: ({ signal }) => (key ? lookUp(key, signal) : { matches: [] }),
    enabled: key !== undefined,
    retry: false,
  });

export const foundAccountsQuery = (q: string) =>
  queryOptions({
    queryKey: ['accounts-found', q],
    queryFn: ({ signal }) => getJson<AccountPage>(`/accounts${queryString({ q, limit: 8 })}`, signal),
    enabled: q !== '',
    retry: false,
  });
