import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';

import type { SavedView, SavedViewText } from '@/api/views';
import { ProblemError, reasonOf } from '@/lib/api';
import { useReturnFocus } from '@/lib/return-focus';
import { meQuery } from '@/lib/session';

import css from './lists.module.css';
import { useKeepView, useRemoveView } from './views-query';

interface ViewDialogProps {
  /** Nothing: a new view. */
  view?: SavedView;
  /** What it holds beside its name and its team. */
  text: SavedViewText;
  onClose: () => void;
  onKept: (view: SavedView) => void;
}

/** A name, and who else sees it. */
export function ViewDialog({ view, text, onClose, onKept }: ViewDialogProps) {
  useReturnFocus();
  const [name, setName] = useState(view?.name ?? '');
  const [team, setTeam] = useState(view?.team ?? '');
  const { data: me } = useQuery(meQuery);
  const keep = useKeepView(onKept);
  const problem = keep.error instanceof ProblemError ? keep.error.problem : undefined;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    keep.mutate({ ...(view && { id: view.id }), text: { ...text, name, team: team || null } });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={view ? `Change “${view.name}”` : 'Save this list as a view'}
      centered
    >
      <form className={css.form} onSubmit={submit} noValidate data-testid="view-form">
        <TextInput
          label="Name"
          value={name}
          data-autofocus
          error={problem?.field === 'name' && problem.detail}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label="Who sees it"
          value={team}
          data={[
            { value: '', label: 'Only me' },
            ...(me?.user.teams ?? []).map((each) => ({ value: each, label: `Everybody in ${each}` })),
          ]}
          error={problem?.field === 'team' && problem.detail}
          onChange={(event) => setTeam(event.currentTarget.value)}
        />
        <Problem error={problem?.field === 'name' || problem?.field === 'team' ? null : keep.error} />
        <Buttons onClose={onClose}>
          <Button type="submit" loading={keep.isPending}>
            Save
          </Button>
        </Buttons>
      </form>
    </Modal>
  );
}

function Problem({ error }: { error: Error | null }) {
  if (!error) return null;
  return (
    <p className={css.refused} role="alert">
      {reasonOf(error)}
    </p>
  );
}

function Buttons({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <div className={css.buttons}>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      {children}
    </div>
  );
}

interface DeleteDialogProps {
  view: SavedView;
  onClose: () => void;
  onRemoved: () => void;
}

export function DeleteDialog({ view, onClose, onRemoved }: DeleteDialogProps) {
  useReturnFocus();
  const remove = useRemoveView(onRemoved);
  return (
    <Modal opened onClose={onClose} title={`Delete “${view.name}”?`} centered>
      <div className={css.form}>
        <p>
          {view.team ? `It is gone for everybody in ${view.team}, too. ` : ''}
          Nothing in the list is touched by this.
        </p>
        <Problem error={remove.error} />
        <Buttons onClose={onClose}>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(view)}>
            Delete
          </Button>
        </Buttons>
      </div>
    </Modal>
  );
}
