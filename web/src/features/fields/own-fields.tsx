import type { OwnField } from '@/api/fields';
import type { Ref } from '@/api/provenance';
import { Card } from '@/components/card';
import type { Customer } from '@/lib/customers';

import type { MergeSlot } from './field-problem';
import { FieldRow } from './field-row';
import css from './fields.module.css';

interface OwnFieldsProps {
  customer: Customer;
  fields: readonly OwnField[];
  /** Records of the sources, by which a mirrored value opens there. */
  records: readonly Ref[];
  /** How two customers become one, where a value is another's. */
  merge?: MergeSlot | undefined;
}

/** What we own of this customer, edited in place. */
export function OwnFields({ customer, fields, records, merge }: OwnFieldsProps) {
  return (
    <Card title="Ours" testId="own-fields">
      <dl className={css.list}>
        {fields.map((field) => (
          <FieldRow key={field.id} customer={customer} field={field} records={records} merge={merge} />
        ))}
      </dl>
    </Card>
  );
}
