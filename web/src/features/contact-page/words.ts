import type { Conversation } from '@/api/contacts';
import type { BadgeTone } from '@/components/badge';
import { inWords } from '@/lib/text';

export const KINDS: Record<string, string> = {
  ticket: 'Tickets',
  email: 'Emails',
  call: 'Calls',
  meeting: 'Meetings',
  note: 'Internal notes',
};

const ONE: Record<string, string> = {
  ticket: 'Ticket',
  email: 'Email',
  call: 'Call',
  meeting: 'Meeting',
  note: 'Internal note',
};

export const kindOf = ({ kind }: Conversation): string => ONE[kind] ?? kind;

/** No two conversations have it. */
export const keyOf = ({ source, record_type, external_id, url }: Conversation): string =>
  [source, record_type, external_id, url].join('/');

/** "#48201 · Ticket · Email · Maya Rivera". */
export const aboutOf = (item: Conversation): string =>
  [
    item.number && `#${item.number}`,
    kindOf(item),
    item.channel && item.channel !== item.kind && inWords(item.channel),
    item.assignee,
  ]
    .filter(Boolean)
    .join(' · ');

/** Its subject, else what was said first, else what it is. */
export function titleOf(conversation: Conversation): string {
  const said = conversation.text?.split('\n').find((line) => line.trim() !== '');
  return conversation.subject ?? said?.slice(0, 120) ?? kindOf(conversation);
}

const OPEN: readonly string[] = ['new', 'open', 'pending', 'hold'];

export const isOpen = ({ kind, status }: Conversation): boolean =>
  kind === 'ticket' && status !== undefined && OPEN.includes(status);

export function toneOf(conversation: Conversation): BadgeTone {
  if (conversation.kind !== 'ticket') return 'grey';
  if (!isOpen(conversation)) return 'green';
  return conversation.severity === 'urgent' ? 'red' : 'orange';
}
