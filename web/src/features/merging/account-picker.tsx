import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { candidatesQuery } from './merging-query';
import css from './merging.module.css';
import { Problem } from './parts';

export interface Picked {
  id: string;
  name: string;
}

interface AccountPickerProps {
  label: string;
  /** The account that cannot be meant. */
  except: string;
  onPick: (account: Picked) => void;
}

/** Finds an account by name, domain or number; a click picks it. */
export function AccountPicker({ label, except, onPick }: AccountPickerProps) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text, 150);
  const found = useQuery(candidatesQuery(q));
  const items = found.data?.items.filter((each) => each.id !== except) ?? [];
  return (
    <div className={css.form}>
      <TextInput
        label={label}
        placeholder="Name, domain or number"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Problem error={found.error} />
      <ul className={css.found} aria-label="Accounts that were found">
        {items.map(({ id, name, domain }) => (
          <li key={id}>
            <button type="button" onClick={() => onPick({ id, name })}>
              {name} <span className={css.sub}>{domain}</span>
            </button>
          </li>
        ))}
        {found.isSuccess && items.length === 0 && (
          <li className={css.sub}>No other account is found by that.</li>
        )}
      </ul>
    </div>
  );
}
