import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useFocusOnMount } from '@/lib/focus-on-mount';
import { useReturnFocus } from '@/lib/return-focus';

import { CustomerPicker } from './customer-picker';
import { type Customer, type Kind, useKeepApart } from './merging-query';
import css from './merging.module.css';
import { Other, Problem } from './parts';
import { WORDS } from './words';

interface KeepApartDialogProps {
  kind: Kind;
  id: string;
  name: string;
  onClose: () => void;
}

/** These are two customers, whatever they look like: remembered, with the reason. */
export function KeepApartDialog({ kind, id, name, onClose }: KeepApartDialogProps) {
  useReturnFocus();
  const [other, setOther] = useState<Customer>();
  return (
    <Modal opened onClose={onClose} title={`Keep ${name} apart`} size="lg" centered>
      {other === undefined ? (
        <CustomerPicker kind={kind} label={WORDS[kind].apartFrom} except={id} onPick={setOther} />
      ) : (
        <Because kind={kind} id={id} name={name} other={other} onClose={onClose} />
      )}
    </Modal>
  );
}

function Because({ kind, id, name, other, onClose }: KeepApartDialogProps & { other: Customer }) {
  const input = useFocusOnMount<HTMLInputElement>();
  const [because, setBecause] = useState('');
  const apart = useKeepApart(kind, id, onClose);
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
        <b>{name}</b> and <b>{other.name}</b> are {WORDS[kind].areTwo}. They are not suggested as one again,
        and merging them needs a reason.
      </p>
      <TextInput
        label={WORDS[kind].whyTwo}
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value)}
        ref={input}
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
