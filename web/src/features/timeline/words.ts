import type { EventAttachment, EventPerson, TimelineEvent } from '@/api/timeline';
import { formatMoney } from '@/lib/money';
import { formatDuration } from '@/lib/time';
import { inWords } from '@/lib/text';

import { KINDS } from './kinds';

/** The source of what was written here. */
export const OURS = 'rotunda';

/** What happened, before what it was about. */
export function whatOf({ type, details, subject }: TimelineEvent): string {
  const { title } = KINDS[type];
  if (details?.type === 'billing') return details.what;
  if (details?.type === 'ticket')
    return `Ticket #${details.number}${details.public === false ? ' · internal note' : ''}`;
  if (details?.type === 'call') {
    const facts = [
      details.duration_seconds === undefined ? undefined : formatDuration(details.duration_seconds),
      details.disposition && inWords(details.disposition).toLowerCase(),
      details.outbound === undefined ? undefined : details.outbound ? 'outbound' : 'inbound',
    ].filter(Boolean);
    return facts.length ? `${title}, ${facts.join(', ')}` : title;
  }
  return subject === undefined && type === 'enrichment' ? 'Record updated by itself' : title;
}

/** "Proposal → Negotiation · €24,000"; the amount of a bill. */
export function factsOf({ details, subject }: TimelineEvent): string {
  if (details?.type === 'change') {
    const change = [details.before, details.after].filter((each) => each !== undefined).join(' → ');
    return [change, details.money && formatMoney(details.money)].filter(Boolean).join(' · ');
  }
  if (details?.type === 'billing')
    return [
      details.number === subject ? undefined : details.number,
      details.money && formatMoney(details.money),
    ]
      .filter(Boolean)
      .join(' · ');
  if (details?.type === 'ticket')
    return [details.priority, details.status]
      .filter((each) => each !== undefined)
      .map(inWords)
      .join(' · ');
  return '';
}

export const nameOf = ({ name, address }: EventPerson): string => name ?? address ?? 'Somebody';

/** "A. Lindqvist, finance@northwind.example and 3 more". */
export function peopleWords(people: readonly EventPerson[], most = 3): string {
  const names = [...new Set(people.map(nameOf))];
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** "84 kB". */
export function sizeWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${Math.round(bytes / 1000 ** power)} ${UNITS[power] ?? 'B'}`;
}

export const attachmentWords = ({ name, size_bytes }: EventAttachment): string =>
  size_bytes === undefined ? name : `${name} · ${sizeWords(size_bytes)}`;

/** "2026-11" of a moment, in the reader's own calendar. */
export function monthOf(at: string): string {
  const then = new Date(at);
  return `${then.getFullYear()}-${String(then.getMonth() + 1).padStart(2, '0')}`;
}
