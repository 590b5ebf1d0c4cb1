import { useMantineColorScheme } from '@mantine/core';
import { useClipboard, useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import type { LookupContact } from '@/api/service';
import { foundContactsQuery } from '@/lib/contacts';
import { recentQuery } from '@/lib/recent';
import { useMay } from '@/lib/session';
import { sourcesQuery } from '@/lib/sources';

import { matching, ownEntries, type PaletteEntry } from './entries';
import { foundAccountsQuery, foundBy, lookupKeys, lookupQuery } from './lookup';

const PAUSE = 160;

/** Everything that fits what was typed, best first. */
export function useEntries(typed: string): { entries: PaletteEntry[]; busy: boolean } {
  const [q] = useDebouncedValue(typed.trim(), PAUSE);
  const openAccount = useOpenAccount();
  const own = useOwnEntries();
  const found = useQuery(foundAccountsQuery(q));
  const { data: sources = {} } = useQuery(sourcesQuery);
  const looked = useQuery(lookupQuery(lookupKeys(q, Object.keys(sources))));
  const people = usePeople(q, looked.data?.contacts ?? []);
  const { data: recent = [] } = useQuery(recentQuery);
  const accounts = q ? (found.data ?? []) : [];
  const matches = q ? (looked.data?.matches ?? []) : [];
  const entries: PaletteEntry[] = [
    ...matches.map((match) => ({
      key: `lookup-${match.account.id}`,
      group: 'Found by identifier' as const,
      title: match.account.name,
      sub: foundBy(match),
      run: () => openAccount(match.account.id),
    })),
    ...people.known,
    ...accounts.map((hit) => ({
      key: hit.id,
      group: 'Accounts' as const,
      title: hit.name,
      sub: [hit.by === 'name' && hit.former && `formerly ${hit.value}`, hit.sub].filter(Boolean).join(' · '),
      run: () => openAccount(hit.id),
    })),
    ...people.named,
    ...(q ? [] : recent).map(({ id, name }) => ({
      key: `recent-${id}`,
      group: 'Recent' as const,
      title: name,
      run: () => openAccount(id),
    })),
    ...matching(own, typed),
  ];
  return { entries, busy: q !== '' && (found.isFetching || looked.isFetching || people.busy) };
}

/** Who has what was typed, and who is called so. */
function usePeople(
  q: string,
  looked: readonly LookupContact[],
): { known: PaletteEntry[]; named: PaletteEntry[]; busy: boolean } {
  const openContact = useOpenContact();
  const found = useQuery(foundContactsQuery(q));
  const known = q ? looked : [];
  const named = (q ? (found.data?.items ?? []) : []).filter(({ id }) =>
    known.every(({ contact }) => contact.id !== id),
  );
  return {
    known: known.map(({ contact, account, by }) => ({
      key: `lookup-${contact.id}`,
      group: 'Found by identifier' as const,
      title: contact.name,
      sub: [account?.name, `by ${by}`].filter(Boolean).join(' · '),
      run: () => openContact(contact.id),
    })),
    named: named.map((row) => ({
      key: row.id,
      group: 'People' as const,
      title: row.name,
      sub: [row.title, row.account?.name].filter(Boolean).join(' · '),
      run: () => openContact(row.id),
    })),
    busy: found.isFetching,
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
  const mayReadConnections = useMay('connection_read');
  const mayReadLog = useMay('audit_read');
  return ownEntries({
    go: (to, search) => void navigate(to === '/accounts' ? { to, search: search ?? {} } : { to }),
    copyLink: () => clipboard.copy(window.location.href),
    setTheme: setColorScheme,
    mayReadConnections,
    mayReadLog,
  });
}
