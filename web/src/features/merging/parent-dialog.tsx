import { Button, Modal } from '@mantine/core';
import { useState } from 'react';

import type { AccountHead } from '@/api/page';
import { useReturnFocus } from '@/lib/return-focus';

import { CustomerPicker } from './customer-picker';
import { type Customer, useSetParent } from './merging-query';
import css from './merging.module.css';
import { Choice, Other, Problem } from './parts';

interface ParentDialogProps {
  account: AccountHead;
  onClose: () => void;
}

type Way = 'account' | 'none' | 'sources';

/** Which account stands above this one: one that a person names, none, or whichever the sources name. */
export function ParentDialog({ account, onClose }: ParentDialogProps) {
  useReturnFocus();
  return (
    <Modal opened onClose={onClose} title={`Parent of ${account.name}`} size="lg" centered>
      <ParentForm account={account} onClose={onClose} />
    </Modal>
  );
}

function ParentForm({ account, onClose }: ParentDialogProps) {
  const [way, setWay] = useState<Way>('account');
  const [above, setAbove] = useState<Customer | undefined>(account.parent);
  const change = useSetParent(account.id, onClose);
  const parent = { account: above?.id, none: 'none', sources: null }[way];
  const choose = (chosen: Way) => {
    change.reset();
    setWay(chosen);
  };
  return (
    <div className={css.form}>
      <fieldset className={css.choices}>
        <legend>Which account stands above it?</legend>
        <Choice name="parent" checked={way === 'account'} onChoose={() => choose('account')}>
          {above ? `This one: ${above.name}` : 'One that I name'}
        </Choice>
        <Choice name="parent" checked={way === 'none'} onChoose={() => choose('none')}>
          None, whatever the sources say
        </Choice>
        <Choice name="parent" checked={way === 'sources'} onChoose={() => choose('sources')}>
          Whichever the sources name
        </Choice>
      </fieldset>
      {way === 'account' && (
        <CustomerPicker
          kind="accounts"
          label={above ? 'Another one' : 'Which one?'}
          except={account.id}
          onPick={(picked) => {
            change.reset();
            setAbove(picked);
          }}
        />
      )}
      <Problem error={change.error} />
      <div className={css.buttons}>
        <Other onClick={onClose}>Cancel</Other>
        <Button
          disabled={parent === undefined}
          loading={change.isPending}
          onClick={() => {
            if (parent !== undefined) change.mutate(parent);
          }}
        >
          Save
        </Button>
      </div>
    </div>
  );
}
