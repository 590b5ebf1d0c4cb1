import { Button, Modal } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';

import type { Connection, FormField } from '@/api/service';
import { ProblemError, reasonOf } from '@/lib/api';
import { useReturnFocus } from '@/lib/return-focus';

import { useChange } from './connections-query';
import css from './connections.module.css';
import { FieldInput } from './field-input';
import { chosenValues, problemsByField } from './form-values';

interface ChangeDialogProps {
  connection: Connection;
  choices: readonly FormField[];
  onClose: () => void;
}

/** What may become another choice while the credentials stay. The server asks the source before it keeps it. */
export function ChangeDialog({ connection, choices, onClose }: ChangeDialogProps) {
  useReturnFocus();
  const [values, setValues] = useState(() => chosenValues(choices, connection.settings));
  const change = useChange(onClose);
  const problems = change.error instanceof ProblemError ? problemsByField(change.error.problem) : {};
  const beside = choices.some((field) => field.name in problems);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    change.mutate({ id: connection.id, title: connection.title, form: values });
  };

  return (
    <Modal opened onClose={onClose} title={`Change ${connection.title}`} size="lg">
      <form className={css.form} onSubmit={submit} noValidate data-testid="change-form">
        {choices.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={problems[field.name]}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
        {change.error && !beside && (
          <p className={css.problem} role="alert">
            {reasonOf(change.error)}
          </p>
        )}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending}>
            Check and keep
          </Button>
        </div>
      </form>
    </Modal>
  );
}
