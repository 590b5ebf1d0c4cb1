import { Popover } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import type { FieldChanged, OwnField } from '@/api/fields';
import { Moment } from '@/components/moment';
import { reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { valueText } from '@/lib/field-values';

import css from './fields.module.css';
import { historyQuery } from './fields-query';

interface FieldHistoryProps {
  customer: Customer;
  field: OwnField;
}

/** Who changed a field, from what to what. */
export function FieldHistory({ customer, field }: FieldHistoryProps) {
  return (
    <Popover width={300} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={css.tool} aria-label={`History of ${field.title}`}>
          <IconHistory size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`History of ${field.title}`}>
        <Changes customer={customer} field={field} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Changes({ customer, field }: FieldHistoryProps) {
  const { data, error } = useQuery(historyQuery(customer, field.name));
  return (
    <div tabIndex={0} role="group" aria-label={`History of ${field.title}`} data-testid="field-history">
      <h3 className={css.historyTitle}>History of {field.title}</h3>
      {error && <p role="alert">{reasonOf(error)}</p>}
      {!data && !error && <p className={css.hint}>Reading…</p>}
      {data && (
        <ul className={css.changes}>
          {data.map((each) => (
            <li key={each.id}>
              <Changed change={each} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Changed({ change }: { change: FieldChanged }) {
  const { kind } = change.field;
  const before = valueText(kind, change.old, change.old_user) ?? 'nothing';
  const after = valueText(kind, change.new, change.new_user) ?? 'nothing';
  return (
    <>
      <span>
        {before} → {after}
      </span>
      <span className={css.hint}>
        {change.by?.name ?? 'Rotunda'}, <Moment at={change.at} />
      </span>
    </>
  );
}
