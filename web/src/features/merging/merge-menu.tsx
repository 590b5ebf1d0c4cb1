import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowMerge, IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useMay } from '@/lib/session';

import { MergeDialog } from './merge-dialog';

interface MergeMenuProps {
  id: string;
}

/** What else can be done with a customer. Nothing where the viewer may do none of it. */
export function MergeMenu({ id }: MergeMenuProps) {
  const [merging, setMerging] = useState(false);
  const navigate = useNavigate();
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
          <Menu.Item leftSection={<IconArrowMerge size={15} aria-hidden />} onClick={() => setMerging(true)}>
            Merge with…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {merging && (
        <MergeDialog
          id={id}
          onClose={() => setMerging(false)}
          onMerged={(account) => {
            setMerging(false);
            void navigate({ to: '/accounts/$id', params: { id: account } });
          }}
        />
      )}
    </>
  );
}
