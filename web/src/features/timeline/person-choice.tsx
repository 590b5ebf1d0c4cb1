import { useQuery } from '@tanstack/react-query';

import { contactsOfAccountQuery } from '@/lib/contacts';
import type { Customer } from '@/lib/customers';
import { useMay } from '@/lib/session';
import { teammatesQuery } from '@/lib/teammates';

import css from './timeline.module.css';
import type { Wanted } from './timeline-query';

interface PersonChoiceProps {
  customer: Customer;
  wanted: Wanted;
  onWant: (wanted: Wanted) => void;
}

/** Who took part: somebody of the customer's, or one of us. */
export function PersonChoice({ customer, wanted, onWant }: PersonChoiceProps) {
  const ofAccount = customer.of === 'accounts';
  const contacts = useQuery({ ...contactsOfAccountQuery(customer.id), enabled: ofAccount });
  const mayEdit = useMay('field_edit');
  const teammates = useQuery({ ...teammatesQuery, enabled: mayEdit });
  const people = ofAccount ? (contacts.data?.items ?? []) : [];
  return (
    <label className={css.choice}>
      <span className="visually-hidden">Who</span>
      <select
        value={wanted.person ?? ''}
        onChange={({ target }) => onWant({ ...wanted, person: target.value || undefined, at: undefined })}
      >
        <option value="">Anyone</option>
        {people.length > 0 && <People label="Theirs" people={people} />}
        {teammates.data && teammates.data.length > 0 && <People label="Ours" people={teammates.data} />}
      </select>
    </label>
  );
}

function People({ label, people }: { label: string; people: readonly { id: string; name: string }[] }) {
  return (
    <optgroup label={label}>
      {people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}
