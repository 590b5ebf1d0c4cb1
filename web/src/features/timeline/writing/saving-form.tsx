import { type ReactNode, type SyntheticEvent, useEffect, useRef } from 'react';

import css from './writing.module.css';

interface SavingFormProps {
  label: string;
  onSave: () => void;
  children: ReactNode;
}

/** What is written first has the focus. Saved by its button, and by Ctrl or Cmd with Enter from any of its fields. */
export function SavingForm({ label, onSave, children }: SavingFormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, textarea')?.focus(), []);
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of its fields come to it
    <form
      ref={form}
      className={css.form}
      aria-label={label}
      noValidate
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(event);
      }}
    >
      {children}
    </form>
  );
}
