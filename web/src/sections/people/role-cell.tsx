import { IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';

import { Badge } from '@/components/badge';
import { FromSource } from '@/components/source-mark';

import css from './people.module.css';
import type { Stakeholder } from './people-query';
import { RoleEditor } from './role-editor';
import { ROLE_TITLES, ROLE_TONES } from './words';

interface RoleCellProps {
  account: string;
  person: Stakeholder;
  isEditable: boolean;
}

/** The roles that count, whose they are, and a pencil. */
export function RoleCell({ account, person, isEditable }: RoleCellProps) {
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    // The pencil is there again after the next drawing: whoever goes by keyboard stays in place.
    requestAnimationFrame(() => pencil.current?.focus());
  };
  if (editing) return <RoleEditor account={account} person={person} onClose={close} />;
  return (
    <div className={css.roles}>
      {(person.roles ?? []).map((role) => (
        <Badge key={role} tone={ROLE_TONES[role]}>
          {ROLE_TITLES[role]}
        </Badge>
      ))}
      {isEditable && (
        <button
          ref={pencil}
          type="button"
          className={css.pencil}
          aria-label={`Edit the roles of ${person.name}`}
          onClick={() => setEditing(true)}
        >
          <IconPencil size={14} aria-hidden />
        </button>
      )}
      <Whose person={person} />
    </div>
  );
}

/** Ours stands before the source's, and both are to be seen. */
function Whose({ person: { own_roles: own, source_roles: told = [] } }: { person: Stakeholder }) {
  if (!own) return null;
  return (
    <div className={css.whose}>
      set by {own.set_by ?? 'us'}
      {told.map(({ roles, source }) => (
        <div key={source}>
          <FromSource source={source} /> {roles.map((each) => ROLE_TITLES[each]).join(', ')}
        </div>
      ))}
    </div>
  );
}
