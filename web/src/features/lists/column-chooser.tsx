import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';

import type { AccountColumn } from '@/api/service';
import { announce } from '@/lib/announce';

import { movedBy, toggled } from './column-order';
import css from './lists.module.css';

interface ColumnChooserProps {
  columns: readonly AccountColumn[];
  available: readonly AccountColumn[];
  /** Whether each value says how old it is. */
  ages: boolean;
  onAges: (ages: boolean) => void;
  /** Nothing: as the list shows them. */
  onChange: (names: string[] | undefined) => void;
}

/** Which columns, in which order: those that are shown stand first. */
export function ColumnChooser({ columns, available, ages, onAges, onChange }: ColumnChooserProps) {
  const names = columns.map((each) => each.name);
  const others = available.filter((each) => !names.includes(each.name));
  const move = (column: AccountColumn, step: number) => {
    const next = movedBy(names, column.name, step);
    onChange(next);
    announce(`${column.title} is column ${next.indexOf(column.name) + 1} of ${next.length}`);
  };
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus width={290}>
      <Popover.Target>
        <button type="button" className={css.tool} data-testid="columns" aria-haspopup="dialog">
          <IconColumns3 size={15} aria-hidden /> Columns
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns of the list" className={css.chooser}>
        <ul aria-label="Columns">
          {[...columns, ...others].map((column) => (
            <ColumnLine
              key={column.name}
              column={column}
              place={names.indexOf(column.name)}
              shown={names.length}
              onToggle={() => onChange(toggled(names, column.name))}
              onMove={(step) => move(column, step)}
            />
          ))}
        </ul>
        <label className={css.check}>
          <input type="checkbox" checked={ages} onChange={(event) => onAges(event.currentTarget.checked)} />
          Show how old each value is
        </label>
        <Button size="compact-xs" variant="default" onClick={() => onChange(undefined)}>
          Usual columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ColumnLineProps {
  column: AccountColumn;
  /** Among those that are shown; -1 if it is not. */
  place: number;
  shown: number;
  onToggle: () => void;
  onMove: (step: number) => void;
}

function ColumnLine({ column, place, shown, onToggle, onMove }: ColumnLineProps) {
  const { title } = column;
  return (
    <li data-testid={`column-${column.name}`}>
      <label className={css.check}>
        <input
          type="checkbox"
          checked={place >= 0}
          disabled={place >= 0 && shown === 1}
          onChange={onToggle}
        />
        {title}
      </label>
      {place >= 0 && (
        <span className={css.moves}>
          <Move title={`Move ${title} to the front`} disabled={place === 0} onClick={() => onMove(-1)}>
            <IconArrowUp size={13} aria-hidden />
          </Move>
          <Move title={`Move ${title} to the back`} disabled={place === shown - 1} onClick={() => onMove(1)}>
            <IconArrowDown size={13} aria-hidden />
          </Move>
        </span>
      )}
    </li>
  );
}

interface MoveProps {
  title: string;
  disabled: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

/** Its focus stays on it at the end of the row of columns: then it says so and does nothing. */
function Move({ title, disabled, onClick, children }: MoveProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={title}
      aria-disabled={disabled}
      data-disabled={disabled || undefined}
      onClick={() => {
        if (!disabled) onClick();
      }}
    >
      {children}
    </ActionIcon>
  );
}
