import { useMantineColorScheme } from '@mantine/core';
import { useClipboard, useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import type { SearchHit } from '@/api/search';
import type { LookupContact, LookupMatch } from '@/api/service';
import { recentQuery } from '@/lib/recent';
import { useMay, useReads } from '@/lib/session';
import { sourcesQuery } from '@/lib/sources';

import { matching, ownEntries, type PaletteEntry } from './entries';
import { type Found, foundBy, foundQuery, lookupKeys, lookupQuery } from './lookup';

const PAUSE = 160;

interface Entries {
  entries: PaletteEntry[];
  busy: boolean;
  /** Why there is less than somebody might expect. */
  notice: string | null | undefined;
}

/** Everything that fits what was typed, best first. */
export function useEntries(typed: string): Entries {
  const [q] = useDebouncedValue(typed.trim(), PAUSE);
  const openAccount = useOpenAccount();
  const own = useOwnEntries();
  const found = useQuery(foundQuery(q));
  const { data: sources = {} } = useQuery(sourcesQuery);
  const looked = useQuery(lookupQuery(lookupKeys(q, Object.keys(sources))));
  const { data: recent = [] } = useQuery(recentQuery);
  const { hits, notice }: Found = (q === '' ? undefined : found.data) ?? { hits: {} };
  const matches = q ? (looked.data?.matches ?? []) : [];
  const people = usePeople(hits.contacts ?? [], q ? (looked.data?.contacts ?? []) : []);
  const entries: PaletteEntry[] = [
    ...matches.map((match) => ({
      key: `lookup-${match.account.id}`,
      group: 'Found by identifier' as const,
      title: match.account.name,
      sub: foundBy(match),
      run: () => openAccount(match.account.id),
    })),
    ...people.known,
    ...(hits.accounts ?? []).map((hit) => ({
      key: hit.id,
      group: 'Accounts' as const,
      title: hit.name,
      sub: [hit.by === 'name' && hit.former && `formerly ${hit.value}`, hit.sub].filter(Boolean).join(' · '),
      run: () => openAccount(hit.id),
    })),
    ...people.named,
    ...conversationEntries(hits.conversations ?? [], matches, openAccount),
    ...(q ? [] : recent).map(({ id, name }) => ({
      key: `recent-${id}`,
      group: 'Recent' as const,
      title: name,
      run: () => openAccount(id),
    })),
    ...matching(own, typed),
  ];
  return { entries, notice, busy: q !== '' && (found.isFetching || looked.isFetching) };
}

/** A number opens whose conversation it is; what was found by identifier already is not said twice. */
function conversationEntries(
  hits: readonly SearchHit[],
  known: readonly LookupMatch[],
  open: (id: string) => void,
): PaletteEntry[] {
  return hits.flatMap(({ id, name, account, source }) =>
    account === undefined || known.some((match) => match.account.id === account.id)
      ? []
      : [
          {
            key: `conversation-${id}`,
            group: 'Conversations' as const,
            title: name,
            sub: [account.name, source].filter(Boolean).join(' · '),
            run: () => open(account.id),
          },
        ],
  );
}

/** Who has what was typed, and who is called so. */
function usePeople(
  found: readonly SearchHit[],
  known: readonly LookupContact[],
): { known: PaletteEntry[]; named: PaletteEntry[] } {
  const openContact = useOpenContact();
  const named = found.filter(({ id }) => known.every(({ contact }) => contact.id !== id));
  return {
    known: known.map(({ contact, account, by }) => ({
      key: `lookup-${contact.id}`,
      group: 'Found by identifier' as const,
      title: contact.name,
      sub: [account?.name, `by ${by}`].filter(Boolean).join(' · '),
      run: () => openContact(contact.id),
    })),
    named: named.map(({ id, name, sub = '' }) => ({
      key: id,
      group: 'People' as const,
      title: name,
      sub,
      run: () => openContact(id),
    })),
  };
}

function useOpenAccount(): (id: string) => void {
  const navigate = useNavigate();
  return (id) => void navigate({ to: '/accounts/$id', params: { id } });
}

function useOpenContact(): (id: string) => void {
  const navigate = useNavigate();
  return (id) => void navigate({ to: '/contacts/$id', params: { id } });
}

function useOwnEntries(): PaletteEntry[] {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const clipboard = useClipboard();
  const readsPeople = useReads('people');
  const mayReadConnections = useMay('connection_read');
  const mayReadLog = useMay('audit_read');
  return ownEntries({
    go: (to, search) =>
      void navigate(to === '/accounts' || to === '/contacts' ? { to, search: search ?? {} } : { to }),
    copyLink: () => clipboard.copy(window.location.href),
    setTheme: setColorScheme,
    readsPeople,
    mayReadConnections,
    mayReadLog,
  });
}
