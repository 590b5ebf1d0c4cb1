import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import type {
  FieldChanged,
  FieldDefinition,
  FieldProblem,
  FieldValue,
  OwnField,
  OwnFields,
} from '@/api/fields';
import { announce } from '@/lib/announce';
import { getJson, isStatus, ProblemError, send } from '@/lib/api';
import { type Customer, customerPath, historyKeyOf, pageKeyOf } from '@/lib/customers';

import { same } from './values';

interface Head {
  name: string;
  fields?: OwnField[];
  etag?: string;
}

/** The head of an account's page or of a person's. */
interface HeadedPage {
  account?: Head;
  contact?: Head;
}

/** What the head of a page shows of own fields. */
const IN_HEAD = { accounts: ['name', 'domain'], contacts: ['name', 'title', 'email', 'phone'] } as const;

export const definitionsQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: async ({ signal }) => (await getJson<{ items: FieldDefinition[] }>('/fields', signal)).items,
});

export const historyQuery = (customer: Customer, field: string) =>
  queryOptions({
    queryKey: [...historyKeyOf(customer), field],
    queryFn: async ({ signal }) =>
      (
        await getJson<{ items: FieldChanged[] }>(
          `${customerPath(customer)}/history?field=${encodeURIComponent(field)}&limit=20`,
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
  error instanceof ProblemError ? error.problem : {};

export interface Change {
  field: OwnField;
  value: FieldValue;
  keepApart?: boolean;
}

/** Where somebody has changed another field meanwhile, this edit still stands: it is sent again with the new tag. */
async function sendChange(customer: Customer, etag: string, change: Change): Promise<OwnFields> {
  const body = { fields: { [change.field.name]: change.value }, keep_apart: change.keepApart ?? false };
  try {
    return await sendBody<OwnFields>('PATCH', customerPath(customer), body, etag);
  } catch (error) {
    const { current, etag: newer } = problemOf(error);
    const now = current?.[0];
    if (!isStatus(error, 412) || !now || newer === undefined || !same(now.value, change.field.value))
      throw error;
    return sendBody<OwnFields>('PATCH', customerPath(customer), body, newer);
  }
}

const textOf = (fields: readonly OwnField[], name: string): string | undefined => {
  const found = fields.find((each) => each.name === name);
  const value = found?.value ?? found?.mirrored?.[0]?.value;
  return typeof value === 'string' ? value : undefined;
};

/** The head as it is with these fields; what has no value is left as it was shown. */
function headWith(customer: Customer, head: Head, fields: OwnField[], etag: string | undefined): Head {
  const shown = IN_HEAD[customer.of].map((name) => [name, textOf(fields, name)] as const);
  const known = Object.fromEntries(shown.filter(([, value]) => value !== undefined));
  return { ...head, ...known, fields, ...(etag !== undefined && { etag }) };
}

function show(client: QueryClient, customer: Customer, fields: OwnField[], etag: string | undefined): void {
  client.setQueryData<HeadedPage>(pageKeyOf(customer), (page) => {
    if (page?.account) return { ...page, account: headWith(customer, page.account, fields, etag) };
    if (page?.contact) return { ...page, contact: headWith(customer, page.contact, fields, etag) };
    return page;
  });
}

const replaced = (fields: readonly OwnField[], now: OwnField): OwnField[] =>
  fields.map((each) => (each.name === now.name ? { ...each, ...now } : each));

/** Shown at once; taken back where it is refused, and where somebody was faster theirs is shown. */
export function useChangeField(customer: Customer, onSaved: () => void) {
  const client = useQueryClient();
  const headOf = () => {
    const page = client.getQueryData<HeadedPage>(pageKeyOf(customer));
    return page?.account ?? page?.contact;
  };
  return useMutation({
    mutationFn: (change: Change) => sendChange(customer, headOf()?.etag ?? '""', change),
    onMutate: ({ field, value }) => {
      const before = headOf()?.fields ?? [];
      const shown: OwnField = { ...field, value, rule: 'owned' };
      delete shown.user;
      show(client, customer, replaced(before, shown), undefined);
      return { before };
    },
    onSuccess: ({ fields, etag }, { field }) => {
      show(client, customer, fields, etag);
      announce(`${field.title} is saved.`);
      onSaved();
      void client.invalidateQueries({ queryKey: historyKeyOf(customer) });
      void client.invalidateQueries({ queryKey: [customer.of] });
      // An own address is one more that the person is known by: the head tells of it.
      if (customer.of === 'contacts')
        void client.invalidateQueries({ queryKey: pageKeyOf(customer), exact: true });
    },
    onError: (error, _, context) => {
      const { current, etag } = problemOf(error);
      const before = context?.before ?? [];
      show(client, customer, (current ?? []).reduce(replaced, before), etag);
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
