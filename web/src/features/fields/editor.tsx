import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import type { OwnField } from '@/api/fields';
import { teammatesQuery } from '@/lib/teammates';

import css from './fields.module.css';
import type { Draft } from './values';

interface EditorProps {
  field: OwnField;
  draft: Draft;
  problemId: string | undefined;
  onChange: (draft: Draft) => void;
}

/** Each kind of field has its own way of being written. Enter saves, Escape leaves it as it was: the row listens. */
export function Editor(props: EditorProps) {
  const { field, draft, onChange } = props;
  const box = useFocused();
  return (
    <div ref={box} className={css.editor}>
      <Input {...props} />
      {field.kind === 'money' && (
        <input
          className={css.currency}
          aria-label="Currency"
          value={draft.currency}
          maxLength={3}
          onChange={(event) => onChange({ ...draft, currency: event.currentTarget.value })}
        />
      )}
      {field.kind === 'many_choices' && !field.choices && (
        <span className={css.hint}>Separate them with commas.</span>
      )}
    </div>
  );
}

function Input({ field, draft, problemId, onChange }: EditorProps) {
  const shared = {
    'aria-label': field.title,
    'aria-invalid': problemId !== undefined,
    ...(problemId !== undefined && { 'aria-describedby': problemId }),
    className: css.input,
    value: draft.text,
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...draft, text: event.currentTarget.value }),
  };
  if (field.kind === 'many_choices' && field.choices) return <Boxes {...{ field, draft, onChange }} />;
  if (field.kind === 'choice') return <Options {...shared} options={(field.choices ?? []).map(twice)} />;
  if (field.kind === 'user') return <Teammates {...shared} />;
  if (field.kind === 'text' && !field.built_in) return <textarea {...shared} rows={3} />;
  const type = { date: 'date', url: 'url' }[field.kind as string] ?? 'text';
  const numeric = field.kind === 'number' || field.kind === 'money';
  return <input {...shared} type={type} {...(numeric && { inputMode: 'decimal' as const })} />;
}

const twice = (word: string): [string, string] => [word, word];

type OptionsProps = React.ComponentProps<'select'> & { options: readonly [string, string][] };

function Options({ options, ...rest }: OptionsProps) {
  return (
    <select {...rest}>
      <option value="">None</option>
      {options.map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}

function Teammates(props: React.ComponentProps<'select'>) {
  const { data } = useQuery(teammatesQuery);
  return <Options {...props} options={(data ?? []).map(({ id, name }) => [id, name])} />;
}

function Boxes({ field, draft, onChange }: Omit<EditorProps, 'problemId'>) {
  const toggled = (choice: string) =>
    draft.chosen.includes(choice)
      ? draft.chosen.filter((each) => each !== choice)
      : [...draft.chosen, choice];
  return (
    <fieldset className={css.boxes}>
      <legend className="visually-hidden">{field.title}</legend>
      {(field.choices ?? []).map((choice) => (
        <label key={choice}>
          <input
            type="checkbox"
            checked={draft.chosen.includes(choice)}
            onChange={() => onChange({ ...draft, chosen: toggled(choice) })}
          />{' '}
          {choice}
        </label>
      ))}
    </fieldset>
  );
}

/** Whoever opens an editor wants to write: the first thing to write in has the focus. */
function useFocused() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>('input, select, textarea');
    first?.focus();
    if (first instanceof HTMLInputElement && first.type === 'text') first.select();
  }, []);
  return box;
}
