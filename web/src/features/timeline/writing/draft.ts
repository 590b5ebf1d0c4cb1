import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { Took, WrittenKind } from '@/api/written';
import type { Customer } from '@/lib/customers';
import { MINUTE } from '@/lib/time';

/** What somebody is writing, as it is typed. `at` is in their own time zone, `due` a day. */
export interface Draft {
  text: string;
  subject: string;
  at: string;
  minutes: string;
  direction: '' | 'out' | 'in';
  outcome: string;
  people: readonly Took[];
  due: string;
  assignee: string | undefined;
  label: string | undefined;
}

/** "2026-11-22T14:05" of a moment, as date fields want it. */
export function localMinute(milliseconds: number): string {
  const zone = new Date(milliseconds).getTimezoneOffset() * MINUTE;
  return new Date(milliseconds - zone).toISOString().slice(0, 16);
}

export const emptyDraft = (now: number): Draft => ({
  text: '',
  subject: '',
  at: localMinute(now),
  minutes: '',
  direction: '',
  outcome: '',
  people: [],
  due: '',
  assignee: undefined,
  label: undefined,
});

export const hasWords = ({ text, subject, outcome }: Draft): boolean =>
  [text, subject, outcome].some((each) => each.trim() !== '');

const DIRECTIONS = { '': undefined, out: true, in: false };

const moment = (local: string): string | undefined => (local ? new Date(local).toISOString() : undefined);

function later(at: string | undefined, minutes: string): string | undefined {
  if (at === undefined || !Number(minutes)) return undefined;
  return new Date(Date.parse(at) + Number(minutes) * MINUTE).toISOString();
}

/** What is sent of a draft. A task is due when its day ends. */
export function bodyOf(kind: WrittenKind, draft: Draft): object {
  const { text, subject } = draft;
  if (kind === 'note') return { text, label: draft.label };
  if (kind === 'task')
    return { subject, text, due_at: draft.due ? `${draft.due}T23:59:59Z` : null, assignee: draft.assignee };
  const at = moment(draft.at);
  const people = draft.people.map(({ id }) => id);
  const said = { kind, subject, text, at, people, outbound: DIRECTIONS[draft.direction] };
  if (kind === 'email') return said;
  const outcome = draft.outcome.trim() || null;
  if (kind === 'meeting') return { ...said, outcome, ends_at: later(at, draft.minutes) };
  return {
    ...said,
    outcome,
    duration_seconds: draft.minutes ? Math.round(Number(draft.minutes) * 60) : null,
  };
}

export interface Drafting {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  clear: () => void;
}

export const draftKey = ({ of, id }: Customer, kind: WrittenKind) => ['draft', of, id, kind] as const;

/** What is suggested is filled in for them, unless they have begun to write something of that kind. */
export function suggestDraft(
  client: QueryClient,
  customer: Customer,
  kind: WrittenKind,
  part: Partial<Draft>,
): void {
  client.setQueryData<Draft>(draftKey(customer, kind), (begun) =>
    begun && hasWords(begun) ? begun : { ...emptyDraft(Date.now()), ...part },
  );
}

/** Stays while this page is open, whatever is looked at in between; leaving it asks first. */
export function useDraft(customer: Customer, kind: WrittenKind): Drafting {
  const client = useQueryClient();
  const queryKey = draftKey(customer, kind);
  const [draft, setDraft] = useState(() => client.getQueryData<Draft>(queryKey) ?? emptyDraft(Date.now()));
  useAskBeforeLeaving(hasWords(draft));
  return {
    draft,
    change: (part) => {
      const changed = { ...(client.getQueryData<Draft>(queryKey) ?? draft), ...part };
      client.setQueryData(queryKey, changed);
      setDraft(changed);
    },
    clear: () => {
      client.removeQueries({ queryKey });
      setDraft(emptyDraft(Date.now()));
    },
  };
}

function useAskBeforeLeaving(has: boolean): void {
  useEffect(() => {
    if (!has) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [has]);
}
