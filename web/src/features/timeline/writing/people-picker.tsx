import { CloseButton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';

import type { Took } from '@/api/written';
import { contactsOfAccountQuery } from '@/lib/contacts';
import type { Customer } from '@/lib/customers';
import { useReads } from '@/lib/session';
import { teammatesQuery } from '@/lib/teammates';

import { fitting, type Suggestion } from './mentions';
import { optionId, Suggestions, useChoosing } from './suggestions';
import css from './writing.module.css';

interface PeoplePickerProps {
  customer: Customer;
  people: readonly Took[];
  error: string | undefined;
  onPeople: (people: readonly Took[]) => void;
}

type Person = Suggestion & { ours: boolean };

/** People of the customer, then ours. */
function usePeople({ of, id }: Customer): Person[] {
  const readsPeople = useReads('people') && of === 'accounts';
  const contacts = useQuery({ ...contactsOfAccountQuery(id), enabled: readsPeople });
  const { data: teammates = [] } = useQuery(teammatesQuery);
  const theirs = (contacts.data?.items ?? []).map(({ id: contact, name, title }) => ({
    id: contact,
    name,
    ...(title !== undefined && { about: title }),
    ours: false,
  }));
  return [...theirs, ...teammates.map((each) => ({ ...each, about: 'Teammate', ours: true }))];
}

/** Who took part, by name. */
export function PeoplePicker({ customer, people, error, onPeople }: PeoplePickerProps) {
  const list = useId();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const others = usePeople(customer).filter(({ id }) => !people.some((each) => each.id === id));
  const items = open ? fitting(others, typed) : [];
  const take = ({ id, name, ours }: Person) => {
    onPeople([...people, { id, name, ours }]);
    setTyped('');
  };
  const { chosen, onKey } = useChoosing(items, take, () => setOpen(false));
  return (
    <div className={css.mentioning}>
      <TextInput
        label="Who took part"
        placeholder="Type a name"
        value={typed}
        error={error}
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={list}
        aria-activedescendant={optionId(list, chosen)}
        aria-autocomplete="list"
        autoComplete="off"
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setOpen(currentTarget.value.trim() !== '');
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' && !open) setOpen(true);
          // A name that is nobody's does not send the form.
          else if (!onKey(event) && event.key === 'Enter' && typed && !event.ctrlKey && !event.metaKey)
            event.preventDefault();
        }}
        onBlur={() => setOpen(false)}
      />
      {items.length > 0 && (
        <Suggestions id={list} label="People" items={items} chosen={chosen} onTake={take} />
      )}
      <Chosen people={people} onPeople={onPeople} />
    </div>
  );
}

function Chosen({ people, onPeople }: Pick<PeoplePickerProps, 'people' | 'onPeople'>) {
  if (people.length === 0) return null;
  return (
    <ul className={css.people} aria-label="Chosen people">
      {people.map(({ id, name }) => (
        <li key={id} className={css.person}>
          {name}
          <CloseButton
            size="xs"
            aria-label={`Remove ${name}`}
            onClick={() => onPeople(people.filter((each) => each.id !== id))}
          />
        </li>
      ))}
    </ul>
  );
}
