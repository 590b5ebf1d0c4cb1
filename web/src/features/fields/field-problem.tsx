import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';

import type { CustomerLink, FieldProblem as Problem, OwnField, WarnedPlan } from '@/api/fields';
import { isStatus, reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { valueText } from '@/lib/field-values';
import { inWords, listed } from '@/lib/text';

import css from './fields.module.css';
import { problemOf } from './fields-query';

/** The dialog in which this customer and another become one. */
export type MergeSlot = (other: string, onClose: () => void) => ReactNode;

interface FieldProblemProps {
  id: string;
  customer: Customer;
  field: OwnField;
  error: unknown;
  merge: MergeSlot | undefined;
  onKeepApart: () => void;
}

/** Why an edit was not made. Somebody else's edit is shown: saving again takes the place of it on purpose. */
export function FieldProblem({ id, customer, field, error, merge, onKeepApart }: FieldProblemProps) {
  const problem = problemOf(error);
  if (isStatus(error, 412) && problem.current?.[0]) return <Conflict id={id} theirs={problem.current[0]} />;
  const shared = isStatus(error, 409) && (field.name === 'domain' || field.name === 'email');
  return (
    <span id={id} className={css.problem} role="alert">
      {shared ? takenWords(customer, field, problem) : reasonOf(error)}
      {shared && problem.plan && <span>{planWords(problem.plan)}</span>}
      {problem.other && <Other customer={customer} other={problem.other} />}
      {shared && (
        <span className={css.buttons}>
          {problem.plan && problem.other && merge && <Merge other={problem.other} merge={merge} />}
          <button type="button" className={css.cancel} onClick={onKeepApart}>
            {customer.of === 'accounts' ? 'Keep both apart' : 'Both have it'}
          </button>
        </span>
      )}
    </span>
  );
}

function takenWords({ of }: Customer, field: OwnField, { other }: Problem): string {
  const one = of === 'accounts' ? 'customer' : 'person';
  return `${other?.name ?? `Another ${one}`} has this ${field.title.toLowerCase()} already.`;
}

/** "Merged, they would be one: name and city differ." */
function planWords({ fields }: WarnedPlan): string {
  const differing = fields.filter(({ conflict }) => conflict).map(({ name }) => inWords(name).toLowerCase());
  if (differing.length === 0) return 'Merged, they would be one: nothing that they say differs.';
  return `Merged, they would be one: ${listed(differing)} ${differing.length === 1 ? 'differs' : 'differ'}.`;
}

function Other({ customer, other }: { customer: Customer; other: CustomerLink }) {
  return customer.of === 'accounts' ? (
    <Link to="/accounts/$id" params={{ id: other.id }}>
      Open {other.name}
    </Link>
  ) : (
    <Link to="/contacts/$id" params={{ id: other.id }}>
      Open {other.name}
    </Link>
  );
}

function Merge({ other, merge }: { other: CustomerLink; merge: MergeSlot }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={css.cancel} onClick={() => setOpen(true)}>
        See what merging would do
      </button>
      {open && merge(other.id, () => setOpen(false))}
    </>
  );
}

function Conflict({ id, theirs }: { id: string; theirs: OwnField }) {
  const text = valueText(theirs.kind, theirs.value, theirs.user) ?? 'nothing';
  return (
    <span id={id} className={css.problem} role="alert">
      {theirs.set_by?.name ?? 'Somebody'} set this to “{text}” while you were editing, so yours was not saved.
      Save again to replace it, or cancel to keep it.
    </span>
  );
}
