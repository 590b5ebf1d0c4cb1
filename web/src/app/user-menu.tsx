import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { Avatar } from '@/components/avatar';
import { forgetAnswers, meQuery, signOut } from '@/lib/session';
import { inWords } from '@/lib/text';

import { queryClient } from './query-client';
import css from './shell.module.css';

const THEMES: readonly [MantineColorScheme, string][] = [
  ['auto', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** Who is signed in and with which role; theme; the way out. */
export function UserMenu() {
  const { data: me } = useQuery(meQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useLeave();
  if (!me) return null;
  const roles = (me.user.roles ?? []).map(inWords).join(', ');
  return (
    <Menu width={210} position="bottom-end" shadow="md">
      <Menu.Target>
        <button
          type="button"
          className={css.who}
          data-testid="user-menu"
          aria-label={`${me.user.name}, ${roles}`}
        >
          <span className={css.whoText}>{[roles, ...(me.user.teams ?? [])].filter(Boolean).join(' · ')}</span>
          <Avatar name={me.user.name} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.user.name}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
        >
          {THEMES.map(([scheme, title]) => (
            <Menu.RadioItem key={scheme} value={scheme} data-testid={`theme-${scheme}`}>
              {title}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={14} aria-hidden />}
          data-testid="sign-out"
          onClick={() => leave.mutate()}
        >
          {me.demo ? 'Sign in as somebody else' : 'Sign out'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useLeave() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: signOut,
    onSettled: async () => {
      await navigate({ to: '/sign-in', search: {} });
      forgetAnswers(queryClient);
    },
  });
}
