/** Mirrors rotunda.view.fields and rotunda.identity.fields.model: what we own of a customer. */
import type { AccountId, Instant, Money, SourceName } from './provenance';

export const FIELD_KINDS = [
  'text',
  'number',
  'money',
  'date',
  'choice',
  'many_choices',
  'user',
  'url',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
export type FieldValue = string | number | string[] | Money | null;

export interface Teammate {
  id: string;
  name: string;
}

/** What a source says of the same, with the record that says it. */
export interface Mirrored {
  value: string;
  source: SourceName;
  record_type?: string;
  external_id?: string;
  user?: Teammate;
}

/** `value` is what is shown; `rule` tells why. */
export interface OwnField {
  id: string;
  name: string;
  title: string;
  kind: FieldKind;
  description?: string;
  choices?: string[];
  required?: boolean;
  built_in?: boolean;
  editable?: boolean;
  value?: FieldValue;
  rule?: 'owned' | 'mirrored' | 'default';
  user?: Teammate;
  set_by?: Teammate;
  set_at?: Instant;
  mirrored?: Mirrored[];
}

export interface OwnFields {
  fields: OwnField[];
  etag: string;
}

/** What stands in the way of an edit: somebody else's (412), or a customer who has the value (409). */
export interface FieldProblem {
  current?: OwnField[];
  etag?: string;
  other?: { id: AccountId; name: string };
}

export interface FieldChanged {
  id: string;
  at: Instant;
  field: { id: string; name: string; title: string; kind: FieldKind };
  by?: Teammate;
  old?: FieldValue;
  new?: FieldValue;
  old_user?: Teammate;
  new_user?: Teammate;
}

export interface FieldDefinition {
  id: string;
  applies_to: 'account' | 'contact';
  name: string;
  title: string;
  description: string;
  kind: FieldKind;
  choices: string[] | null;
  required: boolean;
  default: FieldValue;
  unique: boolean;
  label: string;
  position: number;
  built_in: boolean;
  archived_at: Instant | null;
}
