import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import type {
  KeptSignal,
  Severity,
  SignalKind,
  SignalOwner,
  SignalPage,
  SignalState,
  SuggestedAction,
} from '@/api/signals';
import { announce } from '@/lib/announce';
import { getJson, queryString, sendJson } from '@/lib/api';
import { count } from '@/lib/numbers';
import { MINUTE, SECOND } from '@/lib/time';

export interface Wanted {
  owner: SignalOwner;
  state: SignalState;
  severity?: Severity;
  kind?: SignalKind;
}

/** Writes what is suggested; absent for whoever may not. */
export type OnWrite = ((account: string, action: SuggestedAction) => void) | undefined;

const SIGNALS = ['signals'] as const;

export const signalsQuery = (wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: [...SIGNALS, wanted],
    queryFn: ({ pageParam: cursor, signal }) =>
      getJson<SignalPage>(`/signals${queryString({ ...wanted, limit: 50, cursor })}`, signal),
    initialPageParam: '',
    getNextPageParam: (last: SignalPage) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: MINUTE,
  });

/** What was decided about the signals of one account. */
export const standingQuery = (account: string) =>
  queryOptions({
    queryKey: [...SIGNALS, 'of', account],
    queryFn: async ({ signal }): Promise<KeptSignal[]> => {
      const page = await getJson<SignalPage>(
        `/signals${queryString({ account, state: 'standing' })}`,
        signal,
      );
      return page.items.flatMap(({ signals }) => signals);
    },
    staleTime: 20 * SECOND,
    refetchInterval: MINUTE,
  });

export type Decision =
  | { deed: 'assign'; assignee: string | null }
  | { deed: 'snooze'; until: string; reason: string }
  | { deed: 'resolve'; reason: string };

interface Decided {
  signals: readonly string[];
  decision: Decision;
}

const SAID = { assign: 'assigned', snooze: 'snoozed', resolve: 'resolved' };

async function decide({ signals, decision: { deed, ...body } }: Decided): Promise<void> {
  if (deed === 'assign') return sendJson('POST', '/signals/assign', { ...body, signals });
  for (const id of signals) await sendJson('POST', `/signals/${encodeURIComponent(id)}/${deed}`, body);
}

/** Of one signal or of several. What is shown follows. */
export function useDecide(onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onSuccess: (_, { signals, decision }) => {
      announce(`${count(signals.length, 'signal')} ${SAID[decision.deed]}.`);
      onDone?.();
    },
    onSettled: () => client.invalidateQueries({ queryKey: SIGNALS }),
  });
}
