import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';

import { reasonOf } from '@/lib/api';
import { useFocusOnMount } from '@/lib/focus-on-mount';
import { count } from '@/lib/numbers';
import { useReturnFocus } from '@/lib/return-focus';
import { DAY } from '@/lib/time';

import css from './signals.module.css';
import { useDecide } from './signals-query';

const LENGTHS: readonly { value: string; label: string }[] = [
  { value: '1', label: 'Until tomorrow' },
  { value: '7', label: 'For a week' },
  { value: '30', label: 'For 30 days' },
  { value: '90', label: 'For 90 days' },
];

interface SnoozeDialogProps {
  signals: readonly string[];
  onClose: () => void;
  onDone?: (() => void) | undefined;
}

/** Keeps signals away for a while, with the reason for whoever wonders. */
export function SnoozeDialog({ signals, onClose, onDone }: SnoozeDialogProps) {
  useReturnFocus();
  const input = useFocusOnMount<HTMLInputElement>();
  const [days, setDays] = useState('7');
  const [reason, setReason] = useState('');
  const snooze = useDecide(() => {
    onClose();
    onDone?.();
  });
  const said = reason.trim();
  const until = () => new Date(Date.now() + Number(days) * DAY).toISOString();
  return (
    <Modal opened onClose={onClose} title={`Snooze ${count(signals.length, 'signal')}`} centered>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (said !== '')
            snooze.mutate({ signals, decision: { deed: 'snooze', until: until(), reason: said } });
        }}
      >
        <NativeSelect
          label="How long"
          data={[...LENGTHS]}
          value={days}
          onChange={({ currentTarget }) => setDays(currentTarget.value)}
        />
        <TextInput
          ref={input}
          label="Why"
          value={reason}
          maxLength={500}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Problem error={snooze.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={said === ''} loading={snooze.isPending}>
            Snooze
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Problem({ error }: { error: Error | null }) {
  return (
    error && (
      <p className={css.problem} role="alert">
        {reasonOf(error)}
      </p>
    )
  );
}
