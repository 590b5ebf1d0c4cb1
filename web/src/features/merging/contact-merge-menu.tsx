import { IconArrowMerge, IconArrowsLeftRight, IconArrowsSplit2 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import type { ContactHead } from '@/api/contacts';

import { Actions } from './actions';
import { KeepApartDialog } from './keep-apart-dialog';
import { MergeDialog } from './merge-dialog';
import { SplitDialog, type Whole } from './split-dialog';

const ACTIONS = [
  { name: 'merge', title: 'Merge with…', Icon: IconArrowMerge },
  { name: 'split', title: 'Split an identifier…', Icon: IconArrowsSplit2 },
  { name: 'apart', title: 'Keep apart from…', Icon: IconArrowsLeftRight },
] as const;

type Name = (typeof ACTIONS)[number]['name'];

export function ContactMergeMenu({ contact }: { contact: ContactHead }) {
  const [doing, setDoing] = useState<Name>();
  return (
    <>
      <Actions actions={ACTIONS} onAction={setDoing} />
      {doing && <Dialog contact={contact} doing={doing} onClose={() => setDoing(undefined)} />}
    </>
  );
}

/** Each address and number once, however many sources have it. */
function wholeOf({ id, name, records = [], aliases = [] }: ContactHead): Whole {
  const others = aliases.filter(({ kind }) => kind === 'email' || kind === 'phone');
  const once = new Map(others.map(({ value, kind }) => [value.toLowerCase(), { value, what: kind }]));
  return { kind: 'contacts', id, name, records, others: [...once.values()] };
}

interface DialogProps {
  contact: ContactHead;
  doing: Name;
  onClose: () => void;
}

function Dialog({ contact, doing, onClose }: DialogProps) {
  const navigate = useNavigate();
  switch (doing) {
    case 'split':
      return <SplitDialog whole={wholeOf(contact)} onClose={onClose} />;
    case 'apart':
      return <KeepApartDialog kind="contacts" id={contact.id} name={contact.name} onClose={onClose} />;
    case 'merge':
      return (
        <MergeDialog
          kind="contacts"
          id={contact.id}
          onClose={onClose}
          onMerged={(kept) => {
            onClose();
            void navigate({ to: '/contacts/$id', params: { id: kept } });
          }}
        />
      );
  }
}
