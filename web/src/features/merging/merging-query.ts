import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { components } from '@/api/schema';
import type { AccountPage } from '@/api/service';
import { announce } from '@/lib/announce';
import { getJson, queryString, sendJson } from '@/lib/api';

type Schemas = components['schemas'];
export type MergeAnswer = Schemas['MergeAnswer'];
export type MergePlan = Schemas['ShownPlan'];
export type FieldPlan = Schemas['FieldPlan'];
export type UndoAnswer = Schemas['UndoAnswer'];
export type SplitAnswer = Schemas['SplitAnswer'];
export type ChosenValues = Schemas['ChosenValues'];
export type Side = 'kept' | 'absorbed';
export type Choices = Record<string, Side>;

/** `absorbed` is shown as `kept` from then on. */
export interface Pair {
  absorbed: string;
  kept: string;
}

const mergePath = (pair: Pair) => `/accounts/${encodeURIComponent(pair.absorbed)}/merge`;
const undoPath = (merge: string) => `/merges/${encodeURIComponent(merge)}/undo`;

export const candidatesQuery = (q: string) =>
  queryOptions({
    queryKey: ['merge-candidates', q],
    queryFn: ({ signal }) => getJson<AccountPage>(`/accounts${queryString({ q, limit: 8 })}`, signal),
    enabled: q.trim() !== '',
    retry: false,
  });

/** Never kept: a plan is as old as the moment in which it was made. */
export const planQuery = (pair: Pair, choices: Choices) =>
  queryOptions({
    queryKey: ['merge-plan', pair, choices],
    queryFn: () =>
      sendJson<MergeAnswer>('POST', mergePath(pair), { into: pair.kept, choices, dry_run: true }),
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  });

export const undoPlanQuery = (merge: string) =>
  queryOptions({
    queryKey: ['merge-undo', merge],
    queryFn: () => sendJson<UndoAnswer>('POST', undoPath(merge), { dry_run: true }),
    gcTime: 0,
    retry: false,
  });

const accountPath = (account: string, rest: string) => `/accounts/${encodeURIComponent(account)}/${rest}`;

/** `into` is an account's id, or `new`. */
export interface Split {
  identifier: string;
  into: string;
}

export const splitPlanQuery = (account: string, split: Split) =>
  queryOptions({
    queryKey: ['split-plan', account, split],
    queryFn: () => sendJson<SplitAnswer>('POST', accountPath(account, 'split'), { ...split, dry_run: true }),
    enabled: split.identifier !== '' && split.into !== '',
    gcTime: 0,
    retry: false,
  });

export const chosenValuesQuery = (account: string) =>
  queryOptions({
    queryKey: ['chosen-values', account],
    queryFn: ({ signal }) => getJson<ChosenValues>(accountPath(account, 'chosen-values'), signal),
    retry: false,
  });

/** What was planned has just been done: planned again, it would be refused. */
const AS_THEY_ARE: readonly unknown[] = ['me', 'merge-plan', 'merge-undo', 'split-plan'];

/** Pages, lists and look-ups may all have changed. */
function useRenewed(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => !AS_THEY_ARE.includes(queryKey[0]) });
}

export function useMerge(pair: Pair, onDone: (account: string) => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (made: { fingerprint: string; choices: Choices; force_because?: string }) =>
      sendJson<MergeAnswer>('POST', mergePath(pair), { into: pair.kept, ...made }),
    onSuccess: async ({ account }) => {
      announce(`Merged. Both are shown as ${account.name}.`);
      onDone(account.id);
      await renew();
    },
  });
}

export function useUndo(merge: string, onDone: () => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (choices: Choices) => sendJson<UndoAnswer>('POST', undoPath(merge), { choices }),
    onSuccess: async () => {
      announce('The merge is undone.');
      onDone();
      await renew();
    },
  });
}

export function useSplit(account: string) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (split: Split) => sendJson<SplitAnswer>('POST', accountPath(account, 'split'), split),
    onSuccess: ({ identifier }) => {
      announce(`${identifier} now belongs to another account.`);
      return renew();
    },
  });
}

export function useKeepApart(account: string, onDone: () => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (apart: { other: string; because: string }) =>
      sendJson<undefined>('POST', accountPath(account, 'keep-apart'), apart),
    onSuccess: async () => {
      announce('These accounts are kept apart.');
      onDone();
      await renew();
    },
  });
}

/** An account's id; `none` for none; null for whoever the sources name. */
export function useSetParent(account: string, onDone: () => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (parent: string | null) =>
      sendJson<undefined>('PUT', accountPath(account, 'parent'), { parent }),
    onSuccess: async () => {
      announce('The parent is set.');
      onDone();
      await renew();
    },
  });
}
