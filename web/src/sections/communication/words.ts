import { formatDuration } from '@/lib/time';
import { inWords } from '@/lib/text';

import type { Channel, Entry } from './model';

export const CHANNEL_TITLES: Record<Channel, string> = {
  email: 'Email',
  call: 'Call',
  meeting: 'Meeting',
  note: 'Note',
};

function kindWords({ channel, direction }: Entry): string {
  if (channel === 'email' && direction) return direction === 'inbound' ? 'Email received' : 'Email sent';
  if (channel === 'call' && direction) return direction === 'inbound' ? 'Call received' : 'Call made';
  return CHANNEL_TITLES[channel];
}

/** "Call made · 24 min, connected". */
export function entryTitle(entry: Entry): string {
  const detail = [
    entry.duration_seconds === undefined ? undefined : formatDuration(entry.duration_seconds),
    entry.outcome === undefined ? undefined : inWords(entry.outcome).toLowerCase(),
  ].filter((each) => each !== undefined);
  const subject = entry.subject === undefined ? '' : ` · ${entry.subject}`;
  return `${kindWords(entry)}${subject}${detail.length ? ` · ${detail.join(', ')}` : ''}`;
}
