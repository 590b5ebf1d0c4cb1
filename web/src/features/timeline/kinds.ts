import {
  IconAlertTriangle,
  IconArrowRight,
  IconCalendarEvent,
  IconCash,
  IconCheckbox,
  IconFileText,
  IconHeartbeat,
  IconLifebuoy,
  IconMail,
  IconMailForward,
  IconNote,
  IconPhone,
  IconRefresh,
  IconShoppingCart,
  IconTargetArrow,
  IconUserPlus,
} from '@tabler/icons-react';

import type { EventPage, EventType } from '@/api/timeline';

interface Kind {
  title: string;
  Icon: typeof IconMail;
}

/** What each type is called, and its sign. */
export const KINDS: Record<EventType, Kind> = {
  email_sent: { title: 'Email sent', Icon: IconMailForward },
  email_received: { title: 'Email received', Icon: IconMail },
  call: { title: 'Call', Icon: IconPhone },
  meeting: { title: 'Meeting', Icon: IconCalendarEvent },
  note: { title: 'Note', Icon: IconNote },
  deal_created: { title: 'Deal created', Icon: IconTargetArrow },
  deal_stage: { title: 'Deal stage changed', Icon: IconArrowRight },
  quote_sent: { title: 'Quote sent', Icon: IconFileText },
  order_placed: { title: 'Order placed', Icon: IconShoppingCart },
  task_completed: { title: 'Task completed', Icon: IconCheckbox },
  contact_added: { title: 'Contact added', Icon: IconUserPlus },
  enrichment: { title: 'Record updated', Icon: IconRefresh },
  ticket: { title: 'Ticket', Icon: IconLifebuoy },
  usage_alert: { title: 'Usage alert', Icon: IconAlertTriangle },
  billing: { title: 'Billing', Icon: IconCash },
  health: { title: 'Health', Icon: IconHeartbeat },
};

export interface Filter {
  name: string;
  title: string;
  types: readonly EventType[];
}

/** What can be chosen, in the order in which people ask for it. */
export const FILTERS: readonly Filter[] = [
  { name: 'emails', title: 'Emails', types: ['email_sent', 'email_received'] },
  { name: 'calls', title: 'Calls', types: ['call'] },
  { name: 'meetings', title: 'Meetings', types: ['meeting'] },
  { name: 'notes', title: 'Notes', types: ['note'] },
  { name: 'deals', title: 'Deals', types: ['deal_created', 'deal_stage', 'quote_sent', 'order_placed'] },
  { name: 'tickets', title: 'Tickets', types: ['ticket'] },
  { name: 'billing', title: 'Billing', types: ['billing'] },
  { name: 'usage', title: 'Usage', types: ['usage_alert', 'health'] },
  { name: 'tasks', title: 'Tasks', types: ['task_completed'] },
  { name: 'records', title: 'Records', types: ['contact_added', 'enrichment'] },
];

export const GROUP_TITLES: Record<string, string> = {
  communication: 'Communication',
  deals: 'Deals',
  tasks: 'Tasks',
  support: 'Support',
  billing: 'Billing',
  product: 'Product',
  records: 'Records',
};

type Counts = NonNullable<EventPage['counts']>;

export const countOf = (counts: Counts, types: readonly EventType[]): number =>
  types.reduce((sum, type) => sum + (counts[type] ?? 0), 0);

export const allOf = (counts: Counts): number => Object.values(counts).reduce((sum, each) => sum + each, 0);

/** Chosen or not any more; nothing chosen is everything. */
export function toggled(chosen: readonly EventType[], { types }: Filter): EventType[] {
  const isChosen = types.every((each) => chosen.includes(each));
  const others = chosen.filter((each) => !types.includes(each));
  return isChosen ? others : [...others, ...types];
}
