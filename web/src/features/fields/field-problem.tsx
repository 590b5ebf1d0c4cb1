import { Link } from '@tanstack/react-router';

import type { OwnField } from '@/api/fields';
import { isStatus, reasonOf } from '@/lib/api';

import css from './fields.module.css';
import { problemOf } from './fields-query';
import { valueText } from './values';

interface FieldProblemProps {
  id: string;
  field: OwnField;
  error: unknown;
  onKeepApart: () => void;
}

/** Why an edit was not made. Somebody else's edit is shown: saving again takes the place of it on purpose. */
export function FieldProblem({ id, field, error, onKeepApart }: FieldProblemProps) {
  const { current, other } = problemOf(error);
  if (isStatus(error, 412) && current?.[0]) return <Conflict id={id} theirs={current[0]} />;
  return (
    <span id={id} className={css.problem} role="alert">
      {reasonOf(error)}
      {other && (
        <Link to="/accounts/$id" params={{ id: other.id }}>
          Open {other.name}
        </Link>
      )}
      {isStatus(error, 409) && field.name === 'domain' && (
        <button type="button" className={css.cancel} onClick={onKeepApart}>
          Keep both apart
        </button>
      )}
    </span>
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
