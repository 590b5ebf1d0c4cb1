import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';

import type { Match } from '@/api/matches';
import { reasonOf } from '@/lib/api';

import { type Decision, useDecide } from './matches-query';

export const cardId = (id: string): string => `match-${id}`;

function focusCard(match: Match | undefined): void {
  if (match) document.getElementById(cardId(match.id))?.focus();
}

/** Which pair is the current one, and what the keys do to it. After a decision the next pair is the current one. */
export function useQueueKeys(items: readonly Match[], kind: Match['kind'] | undefined) {
  const [chosen, setChosen] = useState<string>();
  const deciding = useDecide(kind);
  const place = Math.max(
    0,
    items.findIndex((each) => each.id === chosen),
  );
  const current = items[place];

  const move = (by: number) => focusCard(items[Math.min(items.length - 1, Math.max(0, place + by))]);
  const decide = (match: Match, decision: Decision) => {
    // The same one twice would be refused; another one need not wait.
    if (deciding.isPending && deciding.variables.match.id === match.id) return;
    const at = items.indexOf(match);
    const next = items[at + 1] ?? items[at - 1];
    deciding.mutate({ match, decision }, { onSuccess: () => focusCard(next) });
  };
  const decideCurrent = (decision: Decision) => {
    if (current) decide(current, decision);
  };
  useHotkeys([
    ['j', () => move(chosen === undefined ? 0 : 1)],
    ['k', () => move(-1)],
    ['a', () => decideCurrent('accept')],
    ['r', () => decideCurrent('reject')],
    ['n', () => decideCurrent('never')],
  ]);
  return {
    current: current?.id,
    busy: deciding.isPending ? deciding.variables.match.id : undefined,
    problem: deciding.error ? reasonOf(deciding.error) : undefined,
    choose: setChosen,
    decide,
  };
}
