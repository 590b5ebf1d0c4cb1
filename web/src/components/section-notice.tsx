import { IconCloudOff, IconPlugOff, IconUserQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

import type { HeldSection } from '@/lib/freshness';
import { useMay } from '@/lib/session';
import { listed } from '@/lib/text';

import { Notice } from './notice';

interface SectionNoticeProps {
  section: HeldSection;
  topic: string;
  minHeight: number;
}

/** Why a section has nothing to show: each reason looks like what it is. */
export function SectionNotice({ section, topic, minHeight }: SectionNoticeProps) {
  const titles = listed([...new Set(section.sources.map((each) => each.title))]) || 'The source';
  if (section.state === 'not_connected') return <NotConnected topic={topic} minHeight={minHeight} />;
  if (section.state === 'unknown_customer')
    return (
      <Notice icon={<IconUserQuestion size={20} />} title={`Not known to ${titles}`} minHeight={minHeight}>
        {titles} answered and has no record of this customer.
      </Notice>
    );
  const reason = section.sources.find((each) => each.reason)?.reason;
  return (
    <Notice
      icon={<IconCloudOff size={20} />}
      title={`${titles} does not answer`}
      warning
      minHeight={minHeight}
    >
      {reason ?? 'There is no earlier answer to show.'} Rotunda keeps asking; this fills by itself.
    </Notice>
  );
}

function NotConnected({ topic, minHeight }: { topic: string; minHeight: number }) {
  const mayConnect = useMay('connection_manage');
  return (
    <Notice
      icon={<IconPlugOff size={20} />}
      title={`No source for ${topic.toLowerCase()} is connected`}
      minHeight={minHeight}
      action={mayConnect ? <Link to="/connections">Connect a source</Link> : undefined}
    >
      {mayConnect ? undefined : 'An administrator can connect one.'}
    </Notice>
  );
}
