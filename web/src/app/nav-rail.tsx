import {
  IconBellRinging,
  IconBuildingCommunity,
  IconEye,
  IconGitMerge,
  IconPlugConnected,
  IconScale,
  IconTags,
  IconUsers,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

import { useMay, useReads } from '@/lib/session';

import css from './shell.module.css';

interface Page {
  to:
    | '/signals'
    | '/accounts'
    | '/contacts'
    | '/matches'
    | '/connections'
    | '/fields'
    | '/scores'
    | '/access-log';
  title: string;
  Icon: typeof IconEye;
}

export function NavRail() {
  return (
    <nav className={css.rail} aria-label="Pages">
      <span className={css.logo} aria-hidden />
      <ul>
        {usePages().map(({ to, title, Icon }) => (
          <li key={to}>
            <Link className={css.navLink} to={to} aria-label={title} title={title}>
              <Icon size={19} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Only what the viewer's role opens. */
function usePages(): Page[] {
  const pages: (Page & { open: boolean })[] = [
    { to: '/signals', title: 'Signals', Icon: IconBellRinging, open: true },
    { to: '/accounts', title: 'Accounts', Icon: IconBuildingCommunity, open: true },
    { to: '/contacts', title: 'Contacts', Icon: IconUsers, open: useReads('people') },
    { to: '/matches', title: 'Matches', Icon: IconGitMerge, open: useMay('match_review') },
    { to: '/connections', title: 'Connections', Icon: IconPlugConnected, open: useMay('connection_read') },
    { to: '/fields', title: 'Fields', Icon: IconTags, open: useMay('field_define') },
    { to: '/scores', title: 'Score models', Icon: IconScale, open: useMay('score_define') },
    { to: '/access-log', title: 'Access log', Icon: IconEye, open: useMay('audit_read') },
  ];
  return pages.filter(({ open }) => open);
}
