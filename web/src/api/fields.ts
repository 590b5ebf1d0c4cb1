/** Mirrors rotunda.view.fields and rotunda.identity.fields.model: what we own of a customer. */
import type { Instant, Money, SourceName } from './provenance';

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

/** An account or a contact that the viewer may open. */
export interface CustomerLink {
  id: string;
  name: string;
}

/** What a merge of both would do, as far as a warning tells of it. */
export interface WarnedPlan {
  fields: { name: string; conflict: boolean }[];
}

/**
 * What stands in the way of an edit: somebody else's (412), or a customer who has the value (409). `plan` is there for
 * whoever may merge them.
 */
export interface FieldProblem {
  current?: OwnField[];
  etag?: string;
  field?: string;
  other?: CustomerLink;
  merge?: string;
  plan?: WarnedPlan;
}

export interface FieldChanged {
  what: 'field';
  id: string;
  at: Instant;
  edit: string;
  field: { id: string; name: string; title: string; kind: FieldKind };
  by?: Teammate;
  old?: FieldValue;
  new?: FieldValue;
  old_user?: Teammate;
  new_user?: Teammate;
}

/** Who is which customer, as somebody decided it. Customers that the viewer may not open are left out. */
export interface DeedDone {
  what: 'identity';
  id: string;
  at: Instant;
  kind: string;
  by?: Teammate;
  customer?: CustomerLink;
  other?: CustomerLink;
  identifier?: string;
  because?: string;
  undoable?: boolean;
}

export interface HistoryPage {
  items: (FieldChanged | DeedDone)[];
  next_cursor: string | null;
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
