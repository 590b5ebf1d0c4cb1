import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, type SyntheticEvent, useId, useRef, useState } from 'react';

import type { OwnField } from '@/api/fields';
import type { Ref } from '@/api/provenance';
import type { Customer } from '@/lib/customers';

import { Editor } from './editor';
import { FieldHistory } from './field-history';
import { FieldProblem, type MergeSlot } from './field-problem';
import css from './fields.module.css';
import { useChangeField } from './fields-query';
import { ShownValue } from './shown-value';
import { draftOf, valueOf } from './values';

interface FieldRowProps {
  customer: Customer;
  field: OwnField;
  /** Records of the sources, by which a mirrored value opens there. */
  records: readonly Ref[];
  merge?: MergeSlot | undefined;
}

/** One field: its value, and a pencil on hover and on focus. */
export function FieldRow({ customer, field, records, merge }: FieldRowProps) {
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    // The pencil is there again after the next drawing: whoever goes by keyboard stays in place.
    requestAnimationFrame(() => pencil.current?.focus());
  };
  return (
    <div className={css.row} data-testid={`field-${field.name}`} data-rule={field.rule ?? 'none'}>
      <dt className={css.title} title={field.description}>
        {field.title}
        {field.description && <span className="visually-hidden">. {field.description}</span>}
      </dt>
      <dd className={css.value}>
        {editing ? (
          <EditForm customer={customer} field={field} merge={merge} onClose={close} />
        ) : (
          <>
            <ShownValue field={field} records={records} />
            <span className={css.tools}>
              {field.set_at && <FieldHistory customer={customer} field={field} />}
              {field.editable && (
                <button
                  ref={pencil}
                  type="button"
                  className={css.tool}
                  aria-label={`Edit ${field.title}`}
                  onClick={() => setEditing(true)}
                >
                  <IconPencil size={14} aria-hidden />
                </button>
              )}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}

interface EditFormProps {
  customer: Customer;
  field: OwnField;
  merge: MergeSlot | undefined;
  onClose: () => void;
}

function EditForm({ customer, field, merge, onClose }: EditFormProps) {
  const [draft, setDraft] = useState(() => draftOf(field));
  const change = useChangeField(customer, onClose);
  const problemId = useId();
  const save = (event?: SyntheticEvent, keepApart = false) => {
    event?.preventDefault();
    if (!change.isPending) change.mutate({ field, value: valueOf(field, draft), keepApart });
  };
  const listen = (event: KeyboardEvent) => listenTo(event, { save, cancel: onClose });
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter and Escape of its inputs
    <form
      className={css.form}
      onSubmit={save}
      onKeyDown={listen}
      noValidate
      aria-label={`Edit ${field.title}`}
    >
      <Editor
        field={field}
        draft={draft}
        problemId={change.error ? problemId : undefined}
        onChange={setDraft}
      />
      {change.error && (
        <FieldProblem
          id={problemId}
          customer={customer}
          field={field}
          error={change.error}
          merge={merge}
          onKeepApart={() => save(undefined, true)}
        />
      )}
      <span className={css.buttons}>
        <button type="submit" className={css.save} disabled={change.isPending}>
          Save
        </button>
        <button type="button" className={css.cancel} onClick={onClose}>
          Cancel
        </button>
      </span>
    </form>
  );
}

/** Enter saves, Escape leaves it as it was. */
function listenTo(
  event: KeyboardEvent,
  { save, cancel }: { save: (event: KeyboardEvent) => void; cancel: () => void },
) {
  // What is pressed in a dialog that was opened from here is none of the form's business.
  if (!event.currentTarget.contains(event.target as Node)) return;
  if (event.key === 'Escape') {
    event.stopPropagation();
    cancel();
  } else if (event.key === 'Enter' && !event.shiftKey && !(event.target instanceof HTMLButtonElement)) {
    save(event);
  }
}
