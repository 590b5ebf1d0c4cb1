import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';

import { FIELD_KINDS, type FieldDefinition } from '@/api/fields';
import { ProblemError, reasonOf } from '@/lib/api';
import { useReturnFocus } from '@/lib/return-focus';
import { inWords } from '@/lib/text';

import { bodyOf, type Definition, definitionOf, hasChoices, LABELS, slugOf } from './definition';
import css from './fields-page.module.css';
import { useDefine } from './fields-query';

interface FieldDialogProps {
  field: FieldDefinition | undefined;
  onClose: () => void;
}

const FIELDS = ['title', 'name', 'kind', 'description', 'choices', 'label', 'required', 'unique', 'default'];

/** A field's definition. The server judges it and names the part that cannot be so. */
export function FieldDialog({ field, onClose }: FieldDialogProps) {
  useReturnFocus();
  const [definition, setDefinition] = useState(() => definitionOf(field));
  const define = useDefine(onClose);
  const problem = define.error instanceof ProblemError ? define.error.problem : undefined;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    define.mutate({ id: field?.id, body: bodyOf(definition, field) });
  };
  return (
    <Modal opened onClose={onClose} title={field ? `Edit ${field.title}` : 'New field'} size="lg">
      <form className={css.form} onSubmit={submit} noValidate data-testid="field-form">
        <Inputs
          definition={definition}
          field={field}
          errorOf={(name) => (problem?.field === name ? problem.detail : undefined)}
          onChange={(change) => setDefinition({ ...definition, ...change })}
        />
        {define.error && !FIELDS.includes(problem?.field ?? '') && (
          <p className={css.problem} role="alert">
            {reasonOf(define.error)}
          </p>
        )}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={define.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface InputsProps {
  definition: Definition;
  field: FieldDefinition | undefined;
  errorOf: (name: string) => string | undefined;
  onChange: (change: Partial<Definition>) => void;
}

function Inputs(props: InputsProps) {
  const { definition, field, errorOf, onChange } = props;
  const slug = slugOf(definition.title);
  return (
    <>
      <TextInput
        label="Title"
        value={definition.title}
        error={errorOf('title')}
        data-autofocus
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      {!field && (
        <>
          <TextInput
            label="Name"
            description="For searches and programs. It never changes."
            placeholder={slug}
            value={definition.name}
            error={errorOf('name')}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <Kinds {...props} />
        </>
      )}
      <TextInput
        label="Description"
        description="Shown on hover and on focus."
        value={definition.description}
        error={errorOf('description')}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      {hasChoices(definition.kind) && (
        <Textarea
          label="Choices"
          description={field?.built_in ? 'One in each line; none: free words.' : 'One in each line.'}
          rows={4}
          value={definition.choices}
          error={errorOf('choices')}
          onChange={(event) => onChange({ choices: event.currentTarget.value })}
        />
      )}
      {!field?.built_in && <Rules {...props} />}
    </>
  );
}

function Kinds({ definition, errorOf, onChange }: InputsProps) {
  return (
    <>
      <NativeSelect
        label="Of"
        value={definition.applies_to}
        data={[
          { value: 'account', label: 'Accounts' },
          { value: 'contact', label: 'Contacts' },
        ]}
        onChange={(event) =>
          onChange({ applies_to: event.currentTarget.value === 'contact' ? 'contact' : 'account' })
        }
      />
      <NativeSelect
        label="Kind"
        description="What it holds. It never changes."
        value={definition.kind}
        error={errorOf('kind')}
        data={FIELD_KINDS.map((kind) => ({ value: kind, label: inWords(kind) }))}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange({ kind: FIELD_KINDS.find((kind) => kind === value) ?? 'text' });
        }}
      />
    </>
  );
}

function Rules({ definition, errorOf, onChange }: InputsProps) {
  return (
    <>
      <NativeSelect
        label="Read by label"
        description="Whoever reads this label in the profile reads the field."
        value={definition.label}
        error={errorOf('label')}
        data={LABELS.map((label) => ({ value: label, label: inWords(label) }))}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
      <TextInput
        label="Default"
        value={definition.standard}
        error={errorOf('default')}
        onChange={(event) => onChange({ standard: event.currentTarget.value })}
      />
      <Tick
        label="Required"
        error={errorOf('required')}
        on={definition.required}
        onToggle={(required) => onChange({ required })}
      />
      <Tick
        label="Unique"
        error={errorOf('unique')}
        on={definition.unique}
        onToggle={(unique) => onChange({ unique })}
      />
    </>
  );
}

interface TickProps {
  label: string;
  on: boolean;
  error: string | undefined;
  onToggle: (on: boolean) => void;
}

function Tick({ label, on, error, onToggle }: TickProps) {
  return (
    <label className={css.tick}>
      <input type="checkbox" checked={on} onChange={(event) => onToggle(event.currentTarget.checked)} />{' '}
      {label}
      {error !== undefined && (
        <span className={css.problem} role="alert">
          {error}
        </span>
      )}
    </label>
  );
}
