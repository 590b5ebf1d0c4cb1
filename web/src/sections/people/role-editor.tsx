import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import { reasonOf } from '@/lib/api';

import css from './people.module.css';
import { type BuyingRole, rolesTagQuery, type Stakeholder, useSetRoles } from './people-query';
import { ROLE_TITLES, ROLES } from './words';

interface RoleEditorProps {
  account: string;
  person: Stakeholder;
  onClose: () => void;
}

/** Escape leaves the roles as they were; without any, those of the source count. */
export function RoleEditor({ account, person, onClose }: RoleEditorProps) {
  const [chosen, setChosen] = useState<BuyingRole[]>(person.roles ?? []);
  const tag = useQuery(rolesTagQuery(person.id));
  const saving = useSetRoles(account, person, onClose);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  const error = saving.error ?? tag.error;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <form
      ref={box}
      className={css.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (tag.data !== undefined) saving.mutate({ etag: tag.data, roles: chosen });
      }}
    >
      <Boxes name={person.name} chosen={chosen} onChange={setChosen} onKeyDown={onKeyDown} />
      {error && (
        <p role="alert" className={css.problem}>
          {reasonOf(error)}
        </p>
      )}
      <div className={css.buttons}>
        <button type="submit" className={css.tool} disabled={tag.data === undefined || saving.isPending}>
          Save
        </button>
        <button type="button" className={css.tool} onClick={onClose} onKeyDown={onKeyDown}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface BoxesProps {
  name: string;
  chosen: readonly BuyingRole[];
  onChange: (roles: BuyingRole[]) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Boxes({ name, chosen, onChange, onKeyDown }: BoxesProps) {
  return (
    <fieldset className={css.boxes}>
      <legend className="visually-hidden">Roles of {name}</legend>
      {ROLES.map((role) => (
        <label key={role}>
          <input
            type="checkbox"
            checked={chosen.includes(role)}
            onKeyDown={onKeyDown}
            onChange={() =>
              onChange(chosen.includes(role) ? chosen.filter((each) => each !== role) : [...chosen, role])
            }
          />{' '}
          {ROLE_TITLES[role]}
        </label>
      ))}
    </fieldset>
  );
}
