import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';

import type { FormField } from '@/api/service';

interface FieldInputProps {
  field: FormField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** One declared field: a choice, a secret or a line of text. */
export function FieldInput({ field, value, error, onChange }: FieldInputProps) {
  const shared = {
    name: field.name,
    label: field.label,
    description: field.help,
    error,
    'aria-invalid': error !== undefined,
    value,
    required: field.required !== false,
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  if (field.choices?.length) return <NativeSelect {...shared} data={field.choices} />;
  const placeholder = field.placeholder ?? undefined;
  if (field.secret)
    return <PasswordInput {...shared} placeholder={placeholder} autoComplete="new-password" />;
  return <TextInput {...shared} placeholder={placeholder} />;
}
