import { IconCalendarEvent, IconMail, IconNote, IconPhone } from '@tabler/icons-react';

import type { Channel } from './model';

const ICONS = { email: IconMail, call: IconPhone, meeting: IconCalendarEvent, note: IconNote };

export function ChannelIcon({ channel }: { channel: Channel }) {
  const Icon = ICONS[channel];
  return <Icon size={15} aria-hidden />;
}
