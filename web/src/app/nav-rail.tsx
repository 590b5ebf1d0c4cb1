import {
  IconBuildingCommunity,
  IconEye,
  IconGitMerge,
  IconPlugConnected,
  IconTags,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

import { useMay } from '@/lib/session';

import css from './shell.module.css';

export function NavRail() {
  const mayReadConnections = useMay('connection_read');
  const mayReadLog = useMay('audit_read');
  const mayDefine = useMay('field_define');
  const mayReview = useMay('match_review');
  return (
    <nav className={css.rail} aria-label="Pages">
      <span className={css.logo} aria-hidden />
      <ul>
        <li>
          <Link className={css.navLink} to="/accounts" aria-label="Accounts" title="Accounts">
            <IconBuildingCommunity size={19} aria-hidden />
          </Link>
        </li>
        {mayReview && (
          <li>
            <Link className={css.navLink} to="/matches" aria-label="Matches" title="Matches">
              <IconGitMerge size={19} aria-hidden />
            </Link>
          </li>
        )}
        {mayReadConnections && (
          <li>
            <Link className={css.navLink} to="/connections" aria-label="Connections" title="Connections">
              <IconPlugConnected size={19} aria-hidden />
            </Link>
          </li>
        )}
        {mayDefine && (
          <li>
            <Link className={css.navLink} to="/fields" aria-label="Fields" title="Fields">
              <IconTags size={19} aria-hidden />
            </Link>
          </li>
        )}
        {mayReadLog && (
          <li>
            <Link className={css.navLink} to="/access-log" aria-label="Access log" title="Access log">
              <IconEye size={19} aria-hidden />
            </Link>
          </li>
        )}
      </ul>
    </nav>
  );
}
