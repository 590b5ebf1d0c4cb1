import { Button, Modal } from '@mantine/core';

import type { Connection } from '@/api/service';
import { reasonOf } from '@/lib/api';
import { useReturnFocus } from '@/lib/return-focus';

import { useDisconnect } from './connections-query';
import css from './connections.module.css';

interface DisconnectDialogProps {
  connection: Connection;
  onClose: () => void;
}

export function DisconnectDialog({ connection, onClose }: DisconnectDialogProps) {
  useReturnFocus();
  const disconnect = useDisconnect(onClose);
  return (
    <Modal opened onClose={onClose} title={`Remove ${connection.title}?`} centered>
      <div className={css.form}>
        <p>
          Its credentials are deleted and the page no longer shows what it knew. Nothing changes in the system
          itself.
        </p>
        {disconnect.error && (
          <p className={css.problem} role="alert">
            {reasonOf(disconnect.error)}
          </p>
        )}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={disconnect.isPending} onClick={() => disconnect.mutate(connection.id)}>
            Remove
          </Button>
        </div>
      </div>
    </Modal>
  );
}
