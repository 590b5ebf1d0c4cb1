import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { Written } from '@/api/written';
import { isStatus, reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';

import { MentionArea } from './mention-area';
import { SavingForm } from './saving-form';
import css from './writing.module.css';
import { faultOf, useChangeWritten, writtenQuery } from './written-query';

interface EditFormProps {
  customer: Customer;
  written: Written;
  onClose: () => void;
}

/** Its words are changed in place. Who was faster is shown, and what was typed stays. */
export function EditForm({ customer, written, onClose }: EditFormProps) {
  const [text, setText] = useState(written.text);
  const [subject, setSubject] = useState(written.subject ?? '');
  const client = useQueryClient();
  const change = useChangeWritten(customer, 'The change is saved.', onClose);
  const save = () => {
    if (change.isPending) return;
    const { id, version } = written;
    const said = { id, version, text, ...(written.subject !== undefined && { subject }) };
    change.mutate(said, {
      onError: (error) => {
        if (isStatus(error, 409))
          void client.invalidateQueries({ queryKey: writtenQuery(customer, id).queryKey });
      },
    });
  };
  return (
    <SavingForm label="Change it" onSave={save}>
      {written.subject !== undefined && (
        <TextInput
          label="Subject"
          value={subject}
          error={faultOf(change.error, 'subject')}
          onChange={({ currentTarget }) => setSubject(currentTarget.value)}
        />
      )}
      <MentionArea label="Text" text={text} rows={4} error={faultOf(change.error, 'text')} onText={setText} />
      <Refused error={change.error} />
      <div className={css.buttons}>
        <Button type="submit" size="compact-sm" loading={change.isPending}>
          Save
        </Button>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          Close
        </Button>
      </div>
    </SavingForm>
  );
}

function Refused({ error }: { error: Error | null }) {
  if (!error || faultOf(error, 'text', 'subject') !== undefined) return null;
  return (
    <p className={css.refused} role="alert">
      {isStatus(error, 409)
        ? 'Somebody else has changed it since you opened it. Save again to replace theirs, or close to keep it.'
        : `It is not saved yet: ${reasonOf(error)}`}
    </p>
  );
}
