import { IconCompassOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

import { Notice } from '@/components/notice';

export function NotFound() {
  return (
    <main id="main">
      <Notice
        icon={<IconCompassOff size={26} />}
        title="There is no such page"
        minHeight={320}
        action={<Link to="/accounts">All accounts</Link>}
      >
        The address may be mistyped, or the page is one that you may not see.
      </Notice>
    </main>
  );
}
