import { Button, Modal, TextInput } from '@mantine/core';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';

import type { AvailableSource } from '@/api/service';
import { ProblemError, reasonOf } from '@/lib/api';
import { useReturnFocus } from '@/lib/return-focus';

import { useConnect } from './connections-query';
import css from './connections.module.css';
import { FieldInput } from './field-input';
import { type FormValues, missingValues, problemsByField, sentValues, startValues } from './form-values';
import { Scopes } from './scopes';

interface ConnectDialogProps {
  source: AvailableSource;
  onClose: () => void;
}

/** The form that the source's manifest declares. The server checks the credentials before it keeps them. */
export function ConnectDialog({ source, onClose }: ConnectDialogProps) {
  useReturnFocus();
  const [title, setTitle] = useState(source.title);
  const [values, setValues] = useState(() => startValues(source.form));
  const [missing, setMissing] = useState<FormValues>({});
  const connect = useConnect(onClose);
  const refused = connect.error instanceof ProblemError ? problemsByField(connect.error.problem) : {};
  const problems = { ...refused, ...missing };
  const beside = source.form.some((field) => field.name in problems) || 'title' in problems;

  const form = useFocusOnProblem(connect.error ?? missing);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const found = missingValues(source.form, values);
    setMissing(found);
    if (Object.keys(found).length === 0)
      connect.mutate({ source: source.source, title: title.trim(), form: sentValues(values) });
  };

  return (
    <Modal opened onClose={onClose} title={`Connect ${source.title}`} size="lg">
      <form ref={form} className={css.form} onSubmit={submit} noValidate data-testid="connect-form">
        <TextInput
          label="Name"
          description="How this connection is called here."
          value={title}
          error={problems.title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {source.form.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={problems[field.name]}
            onChange={(value) => {
              setValues({ ...values, [field.name]: value });
              setMissing({});
            }}
          />
        ))}
        <Scopes scopes={source.scopes ?? []} />
        {connect.error && !beside && (
          <p className={css.problem} role="alert">
            {reasonOf(connect.error)}
          </p>
        )}
        <Buttons busy={connect.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}

function Buttons({ busy, onClose }: { busy: boolean; onClose: () => void }) {
  return (
    <div className={css.buttons}>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button type="submit" loading={busy}>
        Check and connect
      </Button>
    </div>
  );
}

/** After a refusal the first field at fault has the focus: eyes and ears are led to its words. */
function useFocusOnProblem(problem: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);
  return form;
}
