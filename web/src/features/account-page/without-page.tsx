import { IconBuildingOff, IconCloudOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

import { Notice } from '@/components/notice';
import { SkeletonBlock, SkeletonLines } from '@/components/skeleton';
import { isStatus, reasonOf } from '@/lib/api';

import css from './account-page.module.css';
import header from './header.module.css';
import tiles from './tiles.module.css';

/** Before the first byte: the frame of the page at its final size. */
export function PageSkeleton() {
  return (
    <div className={css.page} aria-busy="true" aria-label="The account is being read">
      <div className={header.head}>
        <SkeletonBlock height={56} />
        <div className={header.identity}>
          <SkeletonLines widths={['220px', '420px']} />
        </div>
      </div>
      <div className={css.since} />
      <div className={css.chips} />
      <div className={tiles.six}>
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className={tiles.tile}>
            <SkeletonLines widths={['50%', '70%', '85%', '60%']} />
          </div>
        ))}
      </div>
      <div className={css.columns}>
        <SkeletonBlock height={420} />
        <SkeletonBlock height={420} />
      </div>
    </div>
  );
}

/** Not there, or not for this viewer: the server does not tell these apart, and neither does this page. */
export function UnknownAccount({ error }: { error: Error }) {
  const absent = isStatus(error, 404) || isStatus(error, 400) || isStatus(error, 403);
  return (
    <Notice
      icon={absent ? <IconBuildingOff size={26} /> : <IconCloudOff size={26} />}
      title={absent ? 'There is no such account' : 'The account could not be read'}
      page
      minHeight={360}
      action={<Link to="/accounts">All accounts</Link>}
    >
      {absent ? 'The address may be mistyped, or the account is one that you may not see.' : reasonOf(error)}
    </Notice>
  );
}
