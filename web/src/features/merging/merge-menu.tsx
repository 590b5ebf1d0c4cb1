import { IconArrowMerge, IconArrowsSplit2, IconArrowsLeftRight, IconSitemap } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { type Page, viewOf } from '@/lib/page';
import type { ProfileView } from '@/sections/profile/model';

import { Actions } from './actions';
import { KeepApartDialog } from './keep-apart-dialog';
import { MergeDialog } from './merge-dialog';
import { ParentDialog } from './parent-dialog';
import { SplitDialog, type Whole } from './split-dialog';

const ACTIONS = [
  { name: 'merge', title: 'Merge with…', Icon: IconArrowMerge },
  { name: 'split', title: 'Split an identifier…', Icon: IconArrowsSplit2 },
  { name: 'apart', title: 'Keep apart from…', Icon: IconArrowsLeftRight },
  { name: 'parent', title: 'Set the parent…', Icon: IconSitemap },
] as const;

type Name = (typeof ACTIONS)[number]['name'];

export function MergeMenu({ page }: { page: Page }) {
  const [doing, setDoing] = useState<Name>();
  return (
    <>
      <Actions actions={ACTIONS} onAction={setDoing} />
      {doing && <Dialog page={page} doing={doing} onClose={() => setDoing(undefined)} />}
    </>
  );
}

const wholeOf = (page: Page): Whole => ({
  kind: 'accounts',
  id: page.account.id,
  name: page.account.name,
  records: viewOf<ProfileView>(page, 'profile')?.records ?? [],
  others: page.account.domain === undefined ? [] : [{ value: page.account.domain, what: 'domain' }],
});

function Dialog({ page, doing, onClose }: { page: Page; doing: Name; onClose: () => void }) {
  const navigate = useNavigate();
  const { account } = page;
  switch (doing) {
    case 'split':
      return <SplitDialog whole={wholeOf(page)} onClose={onClose} />;
    case 'apart':
      return <KeepApartDialog kind="accounts" id={account.id} name={account.name} onClose={onClose} />;
    case 'parent':
      return <ParentDialog account={account} onClose={onClose} />;
    case 'merge':
      return (
        <MergeDialog
          kind="accounts"
          id={account.id}
          onClose={onClose}
          onMerged={(kept) => {
            onClose();
            void navigate({ to: '/accounts/$id', params: { id: kept } });
          }}
        />
      );
  }
}
