import type { Connection, FormField, Problem } from '@/api/service';

export type FormValues = Record<string, string>;

export const startValues = (fields: readonly FormField[]): FormValues =>
  Object.fromEntries(fields.map((field) => [field.name, field.default ?? field.choices?.[0] ?? '']));

/** What may be changed without entering credentials anew. */
export const choicesOf = (fields: readonly FormField[]): FormField[] =>
  fields.filter((field) => field.choices?.length && !field.secret);

/** As it is chosen now, or as it is where nothing was chosen. */
export const chosenValues = (
  fields: readonly FormField[],
  settings: Connection['settings'] = {},
): FormValues => {
  const start = startValues(fields);
  return Object.fromEntries(fields.map(({ name }) => [name, settings[name] ?? start[name] ?? '']));
};

/** What is missing, by field; nothing when the form may be sent. A secret that needs none may be left empty. */
export function missingValues(fields: readonly FormField[], values: FormValues): FormValues {
  const missing = fields.filter((field) => field.required !== false && !values[field.name]?.trim());
  return Object.fromEntries(missing.map((field) => [field.name, `${field.label} is needed.`]));
}

/** What is sent: trimmed, without the fields that were left empty. */
export function sentValues(values: FormValues): FormValues {
  const filled = Object.entries(values).map(([name, value]): [string, string] => [name, value.trim()]);
  return Object.fromEntries(filled.filter(([, value]) => value !== ''));
}

const lastPart = (field: string): string => field.split(/[./]/).pop() ?? field;

/** The words of the server beside the fields that they are about: "form.api_key" and "api_key" are the same field. */
export function problemsByField(problem: Problem): FormValues {
  const found: FormValues = {};
  if (problem.field) found[lastPart(problem.field)] = problem.detail ?? problem.title;
  for (const { field, reason } of problem.errors ?? []) found[lastPart(field)] = reason;
  return found;
}
