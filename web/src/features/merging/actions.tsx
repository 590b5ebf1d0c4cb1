import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, type TablerIcon } from '@tabler/icons-react';
import { useRef } from 'react';

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
  const button = useRef<HTMLButtonElement>(null);
  if (!useMay('account_merge')) return null;
  // The menu is gone when a dialog closes: from there the focus goes back to what opened the menu.
  const act = (name: Name) => {
    button.current?.focus({ preventScroll: true });
    onAction(name);
  };
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon ref={button} variant="default" size={32} radius={8} aria-label="More actions">
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ name, title, Icon }) => (
          <Menu.Item key={name} leftSection={<Icon size={15} aria-hidden />} onClick={() => act(name)}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
