import { IconCompassOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

import { Notice } from '@/components/notice';
import { useTitle } from '@/lib/title';

/** Inside the frame of the other pages: the search and the rail lead on, too. */
export function NotFound() {
  useTitle('No such page');
  return (
    <Notice
      icon={<IconCompassOff size={26} />}
      title="There is no such page"
      page
      minHeight={320}
      action={<Link to="/accounts">All accounts</Link>}
    >
      The address may be mistyped, or it is of a page that has moved.
    </Notice>
  );
}
