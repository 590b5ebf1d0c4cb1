import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { candidatesQuery, type Customer, type Kind } from './merging-query';
import css from './merging.module.css';
import { Problem } from './parts';
import { WORDS } from './words';

interface CustomerPickerProps {
  kind: Kind;
  label: string;
  /** Who cannot be meant. */
  except: string;
  onPick: (customer: Customer) => void;
}

/** Finds a customer by what it is known by; a click picks it. */
export function CustomerPicker({ kind, label, except, onPick }: CustomerPickerProps) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text, 150);
  const found = useQuery(candidatesQuery(kind, q));
  const items = found.data?.filter((each) => each.id !== except) ?? [];
  return (
    <div className={css.form}>
      <TextInput
        label={label}
        placeholder={WORDS[kind].placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Problem error={found.error} />
      <ul className={css.found} aria-label={WORDS[kind].found}>
        {items.map(({ id, name, also }) => (
          <li key={id}>
            <button type="button" onClick={() => onPick({ id, name })}>
              {name} <span className={css.sub}>{also}</span>
            </button>
          </li>
        ))}
        {found.isSuccess && items.length === 0 && <li className={css.sub}>{WORDS[kind].none}</li>}
      </ul>
    </div>
  );
}
