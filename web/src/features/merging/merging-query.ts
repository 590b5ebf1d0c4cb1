import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type { components } from '@/api/schema';
import type { ContactPage } from '@/api/contacts';
import type { AccountPage } from '@/api/service';
import { announce } from '@/lib/announce';
import { getJson, queryString, sendJson } from '@/lib/api';

type Schemas = components['schemas'];
export type MergeAnswer = Schemas['MergeAnswer'];
export type MergePlan = Schemas['ShownPlan'];
export type FieldPlan = Schemas['FieldPlan'];
type PlanSide = Schemas['ShownSide'];
export type UndoAnswer = Schemas['UndoAnswer'];
export type SplitAnswer = Schemas['SplitAnswer'];
export type Side = 'kept' | 'absorbed';
export type Choices = Record<string, Side>;

/** Companies or people: everything else about merging is the same. */
export type Kind = 'accounts' | 'contacts';

export interface Customer {
  id: string;
  name: string;
}

/** A value that is shown, which rule chose it, and what else is said. */
export interface ChosenValue {
  name: string;
  value: string;
  source: string | null;
  rule: string;
  others: { value: string; whose: Customer; source: string | null }[];
}

/** `absorbed` is shown as `kept` from then on. */
export interface Pair {
  kind: Kind;
  absorbed: string;
  kept: string;
}

const pathOf = (kind: Kind, id: string, rest: string) => `/${kind}/${encodeURIComponent(id)}/${rest}`;
const mergePath = ({ kind, absorbed }: Pair) => pathOf(kind, absorbed, 'merge');
const undoPath = (merge: string) => `/merges/${encodeURIComponent(merge)}/undo`;

const NOBODY: Customer = { id: '', name: '' };

/** Who is on this side of a plan, or is shown from then on. */
export const customerOf = (side: Pick<PlanSide, 'account' | 'contact'>): Customer =>
  side.account ?? side.contact ?? NOBODY;

/** With what tells namesakes apart. */
export interface Candidate extends Customer {
  also: string | undefined;
}

async function readCandidates(kind: Kind, q: string, signal: AbortSignal): Promise<Candidate[]> {
  const query = queryString({ q, limit: 8 });
  if (kind === 'accounts') {
    const { items } = await getJson<AccountPage>(`/accounts${query}`, signal);
    return items.map(({ id, name, domain }) => ({ id, name, also: domain ?? undefined }));
  }
  const { items } = await getJson<ContactPage>(`/contacts${query}`, signal);
  return items.map(({ id, name, email, account }) => ({ id, name, also: email ?? account?.name }));
}

export const candidatesQuery = (kind: Kind, q: string) =>
  queryOptions({
    queryKey: ['merge-candidates', kind, q],
    queryFn: ({ signal }) => readCandidates(kind, q, signal),
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

/** `into` is the id of another one, or `new`. */
export interface Split {
  identifier: string;
  into: string;
}

export const splitPlanQuery = (kind: Kind, id: string, split: Split) =>
  queryOptions({
    queryKey: ['split-plan', kind, id, split],
    queryFn: () => sendJson<SplitAnswer>('POST', pathOf(kind, id, 'split'), { ...split, dry_run: true }),
    enabled: split.identifier !== '' && split.into !== '',
    gcTime: 0,
    retry: false,
  });

async function readChosen(kind: Kind, id: string, signal: AbortSignal): Promise<ChosenValue[]> {
  const path = pathOf(kind, id, 'chosen-values');
  if (kind === 'accounts') {
    const { items } = await getJson<Schemas['ChosenValues']>(path, signal);
    return items.map((item) => ({
      ...item,
      others: item.others.map(({ account, ...other }) => ({ ...other, whose: account })),
    }));
  }
  const { items } = await getJson<Schemas['ContactChosenValues']>(path, signal);
  return items.map((item) => ({
    ...item,
    others: item.others.map(({ contact, ...other }) => ({ ...other, whose: contact })),
  }));
}

export const chosenValuesQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['chosen-values', kind, id],
    queryFn: ({ signal }) => readChosen(kind, id, signal),
    retry: false,
  });

/** What was planned has just been done: planned again, it would be refused. */
const AS_THEY_ARE: readonly unknown[] = ['me', 'merge-plan', 'merge-undo', 'split-plan'];

/** Pages, lists and look-ups may all have changed. */
function useRenewed(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => !AS_THEY_ARE.includes(queryKey[0]) });
}

export function useMerge(pair: Pair, onDone: (customer: string) => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (made: { fingerprint: string; choices: Choices; force_because?: string }) =>
      sendJson<MergeAnswer>('POST', mergePath(pair), { into: pair.kept, ...made }),
    onSuccess: async (answer) => {
      const customer = customerOf(answer);
      announce(`Merged. Both are shown as ${customer.name}.`);
      onDone(customer.id);
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

export function useSplit(kind: Kind, id: string) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (split: Split) => sendJson<SplitAnswer>('POST', pathOf(kind, id, 'split'), split),
    onSuccess: ({ identifier }) => {
      announce(`${identifier} now belongs to another ${kind === 'accounts' ? 'account' : 'person'}.`);
      return renew();
    },
  });
}

export function useKeepApart(kind: Kind, id: string, onDone: () => void) {
  const renew = useRenewed();
  return useMutation({
    mutationFn: (apart: { other: string; because: string }) =>
      sendJson<undefined>('POST', pathOf(kind, id, 'keep-apart'), apart),
    onSuccess: async () => {
      announce(`These ${kind === 'accounts' ? 'accounts' : 'people'} are kept apart.`);
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
      sendJson<undefined>('PUT', pathOf('accounts', account, 'parent'), { parent }),
    onSuccess: async () => {
      announce('The parent is set.');
      onDone();
      await renew();
    },
  });
}
