import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { Match, MatchPage } from '@/api/service';
import { announce } from '@/lib/announce';
import { getJson, sendJson } from '@/lib/api';

import { decidedWords } from './words';

export type Decision = 'accept' | 'reject' | 'never';

export const matchesQuery = queryOptions({
  queryKey: ['matches'],
  queryFn: ({ signal }) => getJson<MatchPage>('/matches?limit=100', signal),
  refetchInterval: 30_000,
  staleTime: 5000,
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
export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onSuccess: (_, { match, decision }) => {
      announce(decidedWords(match, decision));
      client.setQueryData<MatchPage>(matchesQuery.queryKey, (page) => page && without(page, match.id));
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: matchesQuery.queryKey });
    },
  });
}

const without = (page: MatchPage, id: string): MatchPage => ({
  ...page,
  items: page.items.filter((each) => each.id !== id),
  total: Math.max(0, page.total - 1),
});
