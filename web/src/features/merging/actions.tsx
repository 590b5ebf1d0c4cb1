import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, type TablerIcon } from '@tabler/icons-react';

import { useMay } from '@/lib/session';

export interface Action<Name extends string> {
  name: Name;
  title: string;
  Icon: TablerIcon;
}

interface ActionsProps<Name extends string> {
  actions: readonly Action<Name>[];
  onAction: (name: Name) => void;
}

/** What else can be done with a customer. Nothing where the viewer may do none of it. */
export function Actions<Name extends string>({ actions, onAction }: ActionsProps<Name>) {
  if (!useMay('account_merge')) return null;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="default" size={32} radius={8} aria-label="More actions">
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ name, title, Icon }) => (
          <Menu.Item key={name} leftSection={<Icon size={15} aria-hidden />} onClick={() => onAction(name)}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
