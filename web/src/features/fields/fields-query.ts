import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type {
  FieldChanged,
  FieldDefinition,
  FieldProblem,
  FieldValue,
  OwnField,
  OwnFields,
  Teammate,
} from '@/api/fields';
import { announce } from '@/lib/announce';
import { getJson, isStatus, ProblemError, send } from '@/lib/api';
import type { Page } from '@/lib/page';
import { MINUTE } from '@/lib/time';

import { same } from './values';

const pathOf = (account: string) => `/accounts/${encodeURIComponent(account)}`;
const pageKey = (account: string) => ['account', account] as const;

export const teammatesQuery = queryOptions({
  queryKey: ['teammates'],
  queryFn: async ({ signal }) => (await getJson<{ items: Teammate[] }>('/teammates', signal)).items,
  staleTime: MINUTE,
});

export const definitionsQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: async ({ signal }) => (await getJson<{ items: FieldDefinition[] }>('/fields', signal)).items,
});

export const historyQuery = (account: string, field: string) =>
  queryOptions({
    queryKey: ['account', account, 'history', field],
    queryFn: async ({ signal }) =>
      (
        await getJson<{ items: FieldChanged[] }>(
          `${pathOf(account)}/history?field=${encodeURIComponent(field)}&limit=20`,
          signal,
        )
      ).items,
  });

async function sendBody<T>(method: 'POST' | 'PATCH', path: string, body: unknown, etag?: string): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const response = await send(path, {
    method,
    headers: etag === undefined ? headers : { ...headers, 'If-Match': etag },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

export const problemOf = (error: unknown): FieldProblem =>
  error instanceof ProblemError ? (error.problem as FieldProblem) : {};

export interface Change {
  field: OwnField;
  value: FieldValue;
  keepApart?: boolean;
}

/** Where somebody has changed another field meanwhile, this edit still stands: it is sent again with the new tag. */
async function sendChange(account: string, etag: string, change: Change): Promise<OwnFields> {
  const body = { fields: { [change.field.name]: change.value }, keep_apart: change.keepApart ?? false };
  try {
    return await sendBody<OwnFields>('PATCH', pathOf(account), body, etag);
  } catch (error) {
    const { current, etag: newer } = problemOf(error);
    const now = current?.[0];
    if (!isStatus(error, 412) || !now || newer === undefined || !same(now.value, change.field.value))
      throw error;
    return sendBody<OwnFields>('PATCH', pathOf(account), body, newer);
  }
}

const textOf = (fields: readonly OwnField[], name: string): string | undefined => {
  const value = fields.find((each) => each.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
};

function show(client: QueryClient, account: string, fields: OwnField[], etag: string | undefined): void {
  client.setQueryData<Page>(pageKey(account), (page) => {
    if (!page) return page;
    const [name, domain] = [textOf(fields, 'name'), textOf(fields, 'domain')];
    const head = { ...page.account, fields, ...(name && { name }), ...(domain && { domain }) };
    return { ...page, account: etag === undefined ? head : { ...head, etag } };
  });
}

const replaced = (fields: readonly OwnField[], now: OwnField): OwnField[] =>
  fields.map((each) => (each.name === now.name ? { ...each, ...now } : each));

/** Shown at once; taken back where it is refused, and where somebody was faster theirs is shown. */
export function useChangeField(account: string, onSaved: () => void) {
  const client = useQueryClient();
  const headOf = () => client.getQueryData<Page>(pageKey(account))?.account;
  return useMutation({
    mutationFn: (change: Change) => sendChange(account, headOf()?.etag ?? '""', change),
    onMutate: ({ field, value }) => {
      const before = headOf()?.fields ?? [];
      const shown: OwnField = { ...field, value, rule: 'owned' };
      delete shown.user;
      show(client, account, replaced(before, shown), undefined);
      return { before };
    },
    onSuccess: ({ fields, etag }, { field }) => {
      show(client, account, fields, etag);
      announce(`${field.title} is saved.`);
      onSaved();
      void client.invalidateQueries({ queryKey: ['account', account, 'history'] });
      void client.invalidateQueries({ queryKey: ['accounts'] });
    },
    onError: (error, _, context) => {
      const { current, etag } = problemOf(error);
      const before = context?.before ?? [];
      show(client, account, (current ?? []).reduce(replaced, before), etag);
    },
  });
}

export function useDefine(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id?: string | undefined; body: Record<string, unknown> }) =>
      id === undefined
        ? sendBody<FieldDefinition>('POST', '/fields', body)
        : sendBody<FieldDefinition>('PATCH', `/fields/${encodeURIComponent(id)}`, body),
    onSuccess: async ({ title }) => {
      announce(`${title} is saved.`);
      onDone();
      await client.invalidateQueries({ queryKey: definitionsQuery.queryKey });
    },
  });
}
