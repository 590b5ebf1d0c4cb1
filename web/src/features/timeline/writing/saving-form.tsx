import type { ReactNode, Ref, SyntheticEvent } from 'react';

import css from './writing.module.css';

interface SavingFormProps {
  label: string;
  ref?: Ref<HTMLFormElement>;
  onSave: () => void;
  children: ReactNode;
}

/** Saved by its button, and by Ctrl or Cmd with Enter from any of its fields. */
export function SavingForm({ label, ref, onSave, children }: SavingFormProps) {
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of its fields come to it
    <form
      ref={ref}
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
