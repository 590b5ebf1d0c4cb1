import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

import { reasonOf } from '@/lib/api';

import css from './merging.module.css';

/** What all dialogs of merging have: a refusal, and buttons at the end. */
export function Problem({ error }: { error: Error | null | undefined }) {
  if (!error) return null;
  return (
    <p className={css.problem} role="alert">
      {reasonOf(error)}
    </p>
  );
}

export function Other({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="default" className={css.other} onClick={onClick}>
      {children}
    </Button>
  );
}

interface ChoiceProps {
  name: string;
  checked: boolean;
  onChoose: () => void;
  children: ReactNode;
}

export function Choice({ name, checked, onChoose, children }: ChoiceProps) {
  return (
    <label className={css.choice}>
      <input type="radio" name={name} checked={checked} onChange={onChoose} />
      <span className={css.choiceText}>{children}</span>
    </label>
  );
}
