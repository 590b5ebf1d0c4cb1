import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import type { Written, WrittenKind, WrittenPage } from '@/api/written';
import { announce } from '@/lib/announce';
import { getJson, ProblemError, reasonOf, sendJson } from '@/lib/api';
import { type Customer, customerPath, timelineKeyOf, writtenKeyOf } from '@/lib/customers';
import { MINUTE, SECOND } from '@/lib/time';

import { takeAway } from '../timeline-query';
import { KINDS } from './kinds';

/** Open tasks, and under which labels the viewer may write about this customer. */
export const tasksQuery = (customer: Customer) =>
  queryOptions({
    queryKey: [...writtenKeyOf(customer), 'tasks'],
    queryFn: ({ signal }) => getJson<WrittenPage>(`${customerPath(customer)}/tasks?state=open`, signal),
    staleTime: MINUTE,
  });

/** Until it has arrived in the other system, or is refused, it is looked at again. */
const askAgain = (written: Written | undefined) =>
  written?.outbox?.state === 'waiting' ? 5 * SECOND : false;

export const writtenQuery = (customer: Customer, id: string) =>
  queryOptions({
    queryKey: [...writtenKeyOf(customer), 'one', id],
    queryFn: ({ signal }) =>
      getJson<Written>(`${customerPath(customer)}/written/${encodeURIComponent(id)}`, signal),
    staleTime: MINUTE,
    refetchInterval: ({ state }) => askAgain(state.data),
  });

export const previewQuery = (text: string) =>
  queryOptions({
    queryKey: ['markdown', text],
    queryFn: async () => (await sendJson<{ html: string }>('POST', '/markdown', { text })).html,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** What is wrong with one field, in words that stand below it; undefined where it is another, or none. */
export function faultOf(error: unknown, ...fields: string[]): string | undefined {
  const problem = error instanceof ProblemError ? error.problem : undefined;
  const { field } = problem ?? {};
  if (field === undefined || !fields.includes(field)) return undefined;
  const words = reasonOf(error);
  return words.startsWith(`${field}: `) ? words.slice(field.length + 2) : words;
}

async function written(client: QueryClient, customer: Customer, one: Written): Promise<void> {
  client.setQueryData(writtenQuery(customer, one.id).queryKey, one);
  await renewed(client, customer);
}

/** The timeline and the tasks as they are now. */
async function renewed(client: QueryClient, customer: Customer): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: timelineKeyOf(customer) }),
    client.invalidateQueries({ queryKey: tasksQuery(customer).queryKey }),
  ]);
}

const PATHS: Record<WrittenKind, string> = {
  note: 'notes',
  call: 'activities',
  meeting: 'activities',
  email: 'activities',
  task: 'tasks',
};

export interface Writing {
  kind: WrittenKind;
  body: object;
}

/** Done when it stands on the page. */
export function useWrite(customer: Customer, onWritten: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, body }: Writing) =>
      sendJson<Written>('POST', `${customerPath(customer)}/${PATHS[kind]}`, body),
    onSuccess: async (one, { kind }) => {
      onWritten();
      announce(`The ${KINDS[kind].title.toLowerCase()} is saved.`);
      await written(client, customer, one);
    },
  });
}

export interface WrittenChange {
  id: string;
  version?: number;
  text?: string;
  subject?: string;
  assignee?: string | null;
  done?: boolean;
}

const pathOf = (customer: Customer, id: string) =>
  `${customerPath(customer)}/written/${encodeURIComponent(id)}`;

export function useChangeWritten(customer: Customer, said: string, onChanged?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...change }: WrittenChange) =>
      sendJson<Written>('PATCH', pathOf(customer, id), change),
    onSuccess: async (one) => {
      onChanged?.();
      announce(said);
      await written(client, customer, one);
    },
  });
}

export function useRemoveWritten(customer: Customer) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => sendJson<undefined>('DELETE', pathOf(customer, id)),
    onSuccess: async (_, id) => {
      announce('It is deleted.');
      // What had the focus is gone with it.
      document.getElementById('main')?.focus({ preventScroll: true });
      takeAway(client, customer, id);
      await renewed(client, customer);
    },
  });
}
