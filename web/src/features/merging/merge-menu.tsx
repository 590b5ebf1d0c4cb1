import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowMerge,
  IconArrowsSplit2,
  IconArrowsLeftRight,
  IconDots,
  IconSitemap,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import type { Page } from '@/lib/page';
import { useMay } from '@/lib/session';

import { KeepApartDialog } from './keep-apart-dialog';
import { MergeDialog } from './merge-dialog';
import { ParentDialog } from './parent-dialog';
import { SplitDialog } from './split-dialog';

const ACTIONS = [
  { name: 'merge', title: 'Merge with…', Icon: IconArrowMerge },
  { name: 'split', title: 'Split an identifier…', Icon: IconArrowsSplit2 },
  { name: 'apart', title: 'Keep apart from…', Icon: IconArrowsLeftRight },
  { name: 'parent', title: 'Set the parent…', Icon: IconSitemap },
] as const;

type Action = (typeof ACTIONS)[number]['name'];

/** What else can be done with a customer. Nothing where the viewer may do none of it. */
export function MergeMenu({ page }: { page: Page }) {
  const [doing, setDoing] = useState<Action>();
  if (!useMay('account_merge')) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={32} radius={8} aria-label="More actions">
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {ACTIONS.map(({ name, title, Icon }) => (
            <Menu.Item key={name} leftSection={<Icon size={15} aria-hidden />} onClick={() => setDoing(name)}>
              {title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {doing && <Dialog page={page} doing={doing} onClose={() => setDoing(undefined)} />}
    </>
  );
}

function Dialog({ page, doing, onClose }: { page: Page; doing: Action; onClose: () => void }) {
  const navigate = useNavigate();
  const { account } = page;
  switch (doing) {
    case 'split':
      return <SplitDialog page={page} onClose={onClose} />;
    case 'apart':
      return <KeepApartDialog id={account.id} name={account.name} onClose={onClose} />;
    case 'parent':
      return <ParentDialog account={account} onClose={onClose} />;
    case 'merge':
      return (
        <MergeDialog
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
