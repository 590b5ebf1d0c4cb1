import { Button } from '@mantine/core';

import type { WrittenKind } from '@/api/written';
import { reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';

import { bodyOf, useDraft } from './draft';
import { Fields } from './fields';
import { FIELDS_OF, type Shown } from './fields-of';
import { KINDS } from './kinds';
import { SavingForm } from './saving-form';
import css from './writing.module.css';
import { faultOf, useWrite } from './written-query';

interface WritingFormProps {
  customer: Customer;
  kind: WrittenKind;
  writable: readonly string[];
  onClose: () => void;
}

/** What is typed stays until the server has it. */
export function WritingForm({ customer, kind, writable, onClose }: WritingFormProps) {
  const { draft, change, clear } = useDraft(customer, kind);
  const label = draft.label ?? writable[0];
  const write = useWrite(customer, () => {
    clear();
    onClose();
  });
  const save = () => {
    if (!write.isPending) write.mutate({ kind, body: bodyOf(kind, { ...draft, label }) });
  };
  const shown: Shown = { customer, kind, writable, draft: { ...draft, label }, change, error: write.error };
  return (
    <SavingForm label={KINDS[kind].title} onSave={save}>
      <Fields {...shown} />
      <Refused error={write.error} kind={kind} />
      <div className={css.buttons}>
        <Button type="submit" size="xs" loading={write.isPending}>
          Save {KINDS[kind].title.toLowerCase()}
        </Button>
        <Button variant="default" size="xs" onClick={onClose}>
          Close
        </Button>
        <span className={css.hint}>
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> saves
        </span>
      </div>
    </SavingForm>
  );
}

/** Why it was not saved, where no field says it. */
function Refused({ error, kind }: { error: Error | null; kind: WrittenKind }) {
  if (!error || faultOf(error, ...FIELDS_OF[kind]) !== undefined) return null;
  return (
    <p className={css.refused} role="alert">
      It is not saved yet: {reasonOf(error)}
    </p>
  );
}
