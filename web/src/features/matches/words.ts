import type { Match, MatchSide, MatchWeight } from '@/api/matches';
import { inWords } from '@/lib/text';

import type { Decision } from './matches-query';

/** "98 %"; never quite certain. */
export function chanceWords(probability: number): string {
  const digits = probability >= 0.99 ? 1 : 0;
  const scale = 10 ** digits;
  return `${Math.min(99.9, Math.floor(probability * 100 * scale) / scale).toFixed(digits)} %`;
}

/** What a weight in bits does to the odds: "×64", "÷4". */
export function oddsWords(bits: number): string {
  const factor = 2 ** Math.abs(bits);
  const rounded = factor >= 10 ? Math.round(factor) : Math.round(factor * 10) / 10;
  const number = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(
    rounded,
  );
  return `${bits >= 0 ? '×' : '÷'}${number}`;
}

/** How long a bar is, 0 to 1: at twelve bits nobody doubts any more. */
export const weightShare = (weight: MatchWeight): number => Math.min(1, Math.abs(weight.bits) / 12);

export function sideTitle(side: MatchSide): string {
  const [record] = side.records;
  return side.contact?.name ?? side.account?.name ?? side.name ?? record?.external_id ?? 'Without a name';
}

export function sideKind(side: MatchSide): string {
  if (side.contact) return side.account ? `Contact at ${side.account.name}` : 'Contact at no account';
  if (side.account) return 'Account';
  const [record] = side.records;
  return record
    ? `${inWords(record.record_type)} ${record.external_id}, of no account`
    : 'Record of no account';
}

export const pairWords = (match: Match): string => `${sideTitle(match.left)} and ${sideTitle(match.right)}`;

const isPeople = (match: Match): boolean => match.kind === 'contact-to-contact';

export function decidedWords(match: Match, decision: Decision): string {
  const [one, two] = isPeople(match) ? ['person', 'people'] : ['customer', 'customers'];
  const said: Record<Decision, string> = {
    accept: `are one ${one} now`,
    reject: `stay two ${two}`,
    never: `stay two ${two}, and nobody is asked again`,
  };
  return `${pairWords(match)} ${said[decision]}.`;
}

/** What was decided, and what has become of it. */
export function verdictWords(match: Match): string {
  if (match.state === 'never') return 'Never ask again';
  if (match.state === 'rejected') return 'Rejected';
  if (match.kind === 'record-to-account') return 'Linked';
  return match.merge ? 'Merged' : 'Merged, and undone since';
}
