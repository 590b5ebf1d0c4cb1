import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { Match, MatchPage } from '@/api/matches';
import { announce } from '@/lib/announce';
import { getJson, queryString, sendJson } from '@/lib/api';

import { decidedWords, pairWords } from './words';

export type Decision = 'accept' | 'reject' | 'never';

type Kind = Match['kind'] | undefined;

export const matchesQuery = (kind: Kind) =>
  queryOptions({
    queryKey: ['matches', 'open', kind],
    queryFn: ({ signal }) => getJson<MatchPage>(`/matches${queryString({ limit: 100, kind })}`, signal),
    refetchInterval: 30_000,
    staleTime: 5000,
  });

export const decidedQuery = infiniteQueryOptions({
  queryKey: ['matches', 'decided'],
  queryFn: ({ pageParam: cursor, signal }) =>
    getJson<MatchPage>(`/matches${queryString({ state: 'decided', limit: 50, cursor })}`, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: MatchPage) => last.next_cursor ?? undefined,
});

interface Decided {
  match: Match;
  decision: Decision;
}

function decide({ match, decision }: Decided): Promise<Match> {
  const path = `/matches/${encodeURIComponent(match.id)}`;
  if (decision === 'accept') return sendJson('POST', `${path}/accept`, {});
  return sendJson('POST', `${path}/reject`, { never_ask_again: decision === 'never' });
}

/** What was decided leaves the queue at once; the queue is asked for again behind it. */
export function useDecide(kind: Kind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onSuccess: (_, { match, decision }) => {
      announce(decidedWords(match, decision));
      client.setQueryData<MatchPage>(matchesQuery(kind).queryKey, (page) => page && without(page, match.id));
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['matches'] });
    },
  });
}

/** The pair is in the queue again. */
export function useTakeBack() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (match: Match) =>
      sendJson<Match>('POST', `/matches/${encodeURIComponent(match.id)}/take-back`, {}),
    onSuccess: (_, match) => announce(`${pairWords(match)}: the decision is taken back.`),
    onSettled: () => client.invalidateQueries({ queryKey: ['matches'] }),
  });
}

const without = (page: MatchPage, id: string): MatchPage => ({
  ...page,
  items: page.items.filter((each) => each.id !== id),
  total: Math.max(0, page.total - 1),
});
