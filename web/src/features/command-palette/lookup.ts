import { queryOptions } from '@tanstack/react-query';

import type { SearchHit, SearchResult } from '@/api/search';
import type { Lookup, LookupMatch } from '@/api/service';
import { getJson, isStatus, queryString } from '@/lib/api';

export interface LookupKey {
  by: 'email' | 'domain' | 'external' | 'ticket' | 'phone';
  value: string;
}

const EMAIL = /^[^@]+@[^@]+\.[^@.]+$/;
const DOMAIN = /^(?:https?:\/\/)?((?:[\p{L}\d-]+\.)+\p{L}{2,})\/?$/u;
/** Long numbers and ids such as "cus_Nf1abc23": whose they are is not written in them. */
const BARE_ID = /^(?:\d{5,}|[a-z]{2,5}_[A-Za-z0-9]{6,})$/;

/** "+49 30 5550142": with its country, else it is a number of anything. */
const PHONE = /^(?:\+|00)[\d\s()./-]{6,24}$/;

/** "#48201", "48201", or a number of a system that is gone: "olddesk:#OD-7". */
const TICKET = /^(?:(?:[a-z0-9][\w.-]*:)?#\S+|\d{3,18})$/i;

/** What kinds of identifier the typed text may be. `stripe:cus_…` names its source; a bare id may be of any source. */
export function lookupKeys(text: string, sources: readonly string[]): LookupKey[] {
  const typed = text.trim();
  if (EMAIL.test(typed) && !/\s/.test(typed)) return [{ by: 'email', value: typed }];
  if (PHONE.test(typed)) return [{ by: 'phone', value: typed }];
  const [, domain] = DOMAIN.exec(typed) ?? [];
  if (domain) return [{ by: 'domain', value: domain }];
  const [, source] = /^([a-z][a-z0-9_]*):\S+$/.exec(typed) ?? [];
  const known = source !== undefined && sources.includes(source);
  const keys: LookupKey[] = known || TICKET.test(typed) ? [{ by: 'ticket', value: typed }] : [];
  if (known) keys.push({ by: 'external', value: typed });
  if (BARE_ID.test(typed))
    keys.push(...sources.map((each): LookupKey => ({ by: 'external', value: `${each}:${typed}` })));
  return keys;
}

/** Nothing found is an answer, not a failure; and where a helpdesk is silent, the other ways may still find. */
async function lookUp({ by, value }: LookupKey, signal: AbortSignal): Promise<Lookup> {
  try {
    return await getJson<Lookup>(`/lookup${queryString({ [by]: value })}`, signal);
  } catch (error) {
    if ([400, 404, 422, 503].some((status) => isStatus(error, status))) return { matches: [] };
    throw error;
  }
}

/** "by email", "ticket 48201 · was OD-7 in olddesk". */
export function foundBy({ by, ticket }: LookupMatch): string {
  if (!ticket) return `by ${by}`;
  const number = ticket.number && ticket.source ? `${ticket.source} ${ticket.number}` : '';
  const old = ticket.old_number ? `was ${ticket.old_number} in ${ticket.old_system}` : '';
  return [number, old].filter(Boolean).join(' · ');
}

export const lookupQuery = (keys: readonly LookupKey[]) =>
  queryOptions({
    queryKey: ['lookup', keys],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(keys.map((key) => lookUp(key, signal)));
      const matches = found.flatMap((each) => each.matches);
      const contacts = found.flatMap((each) => each.contacts ?? []);
      return {
        matches: [...new Map(matches.map((match) => [match.account.id, match])).values()],
        contacts: [...new Map(contacts.map((match) => [match.contact.id, match])).values()],
      };
    },
    enabled: keys.length > 0,
    retry: false,
  });

export interface Found {
  hits: Partial<Record<string, SearchHit[]>>;
  notice?: string | null | undefined;
}

/** The best few of each kind; a request for what is no longer typed is given up. */
export const foundQuery = (q: string) =>
  queryOptions({
    queryKey: ['found', q],
    queryFn: async ({ signal }): Promise<Found> => {
      const { groups, notice } = await getJson<SearchResult>(
        `/search${queryString({ q, limit: 8 })}`,
        signal,
      );
      return { hits: Object.fromEntries(groups.map(({ kind, items }) => [kind, items])), notice };
    },
    enabled: q !== '',
    retry: false,
  });
