import { IconArchive, IconArchiveOff, IconArrowDown, IconArrowUp, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { FieldDefinition } from '@/api/fields';
import { Badge } from '@/components/badge';
import { type Column, Table } from '@/components/table';
import { reasonOf } from '@/lib/api';
import { inWords } from '@/lib/text';

import css from './fields-page.module.css';
import { useDefine } from './fields-query';

interface DefinitionTableProps {
  caption: string;
  fields: readonly FieldDefinition[];
  onEdit: (field: FieldDefinition) => void;
}

export function DefinitionTable({ caption, fields, onEdit }: DefinitionTableProps) {
  const change = useDefine(() => undefined);
  /** They change places; the server sorts by place. */
  const swap = async (one: FieldDefinition, other: FieldDefinition | undefined) => {
    if (!other) return;
    const apart = one.position === other.position ? 1 : 0;
    await change.mutateAsync({ id: one.id, body: { position: other.position } });
    await change.mutateAsync({ id: other.id, body: { position: one.position + apart } });
  };
  const columns: Column<FieldDefinition>[] = [
    { name: 'title', title: 'Title', cell: (field) => <Title field={field} /> },
    { name: 'name', title: 'Name', cell: ({ name }) => <code>{name}</code>, wide: true },
    { name: 'kind', title: 'Kind', cell: ({ kind }) => inWords(kind) },
    { name: 'label', title: 'Read by label', cell: ({ label }) => inWords(label), wide: true },
    {
      name: 'tools',
      title: <span className="visually-hidden">What can be done</span>,
      right: true,
      cell: (field) => {
        const place = fields.indexOf(field);
        return (
          <span className={css.tools}>
            <Tool title={`Move ${field.title} up`} onClick={() => void swap(field, fields[place - 1])}>
              <IconArrowUp size={15} aria-hidden />
            </Tool>
            <Tool title={`Move ${field.title} down`} onClick={() => void swap(field, fields[place + 1])}>
              <IconArrowDown size={15} aria-hidden />
            </Tool>
            <Tool title={`Edit ${field.title}`} onClick={() => onEdit(field)}>
              <IconPencil size={15} aria-hidden />
            </Tool>
            <Archive
              field={field}
              onArchive={(archived) => change.mutate({ id: field.id, body: { archived } })}
            />
          </span>
        );
      },
    },
  ];
  return (
    <>
      {change.error && (
        <p className={css.problem} role="alert">
          {reasonOf(change.error)}
        </p>
      )}
      <Table caption={caption} columns={columns} rows={fields} keyOf={({ id }) => id} />
    </>
  );
}

function Title({ field }: { field: FieldDefinition }) {
  return (
    <span className={css.title}>
      {field.title}
      {field.built_in && <Badge tone="plain">Comes with Rotunda</Badge>}
      {field.required && <Badge tone="blue">Required</Badge>}
      {field.unique && <Badge tone="blue">Unique</Badge>}
      {field.archived_at && <Badge tone="grey">Archived</Badge>}
    </span>
  );
}

function Archive({ field, onArchive }: { field: FieldDefinition; onArchive: (archived: boolean) => void }) {
  if (field.built_in) return null;
  const archived = field.archived_at !== null;
  const Icon = archived ? IconArchiveOff : IconArchive;
  return (
    <Tool
      title={`${archived ? 'Bring back' : 'Archive'} ${field.title}`}
      onClick={() => onArchive(!archived)}
    >
      <Icon size={15} aria-hidden />
    </Tool>
  );
}

function Tool({ title, onClick, children }: { title: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={css.tool} aria-label={title} title={title} onClick={onClick}>
      {children}
    </button>
  );
}
