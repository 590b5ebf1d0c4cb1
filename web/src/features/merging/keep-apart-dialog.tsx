import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useReturnFocus } from '@/lib/return-focus';

import { AccountPicker, type Picked } from './account-picker';
import { useKeepApart } from './merging-query';
import css from './merging.module.css';
import { Other, Problem } from './parts';

interface KeepApartDialogProps {
  id: string;
  name: string;
  onClose: () => void;
}

/** These are two customers, whatever they look like: remembered, with the reason. */
export function KeepApartDialog({ id, name, onClose }: KeepApartDialogProps) {
  useReturnFocus();
  const [other, setOther] = useState<Picked>();
  return (
    <Modal opened onClose={onClose} title={`Keep ${name} apart`} size="lg" centered>
      {other === undefined ? (
        <AccountPicker label="From which account?" except={id} onPick={setOther} />
      ) : (
        <Because id={id} name={name} other={other} onClose={onClose} />
      )}
    </Modal>
  );
}

function Because({ id, name, other, onClose }: KeepApartDialogProps & { other: Picked }) {
  const [because, setBecause] = useState('');
  const apart = useKeepApart(id, onClose);
  const reason = because.trim();
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason !== '') apart.mutate({ other: other.id, because: reason });
      }}
    >
      <p>
        <b>{name}</b> and <b>{other.name}</b> are two customers. They are not suggested as one again, and
        merging them needs a reason.
      </p>
      <TextInput
        label="Why are they two customers?"
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value)}
        data-autofocus
      />
      <Problem error={apart.error} />
      <div className={css.buttons}>
        <Other onClick={onClose}>Cancel</Other>
        <Button type="submit" disabled={reason === ''} loading={apart.isPending}>
          Keep apart
        </Button>
      </div>
    </form>
  );
}
