import type { BadgeTone } from '@/components/badge';

import type { BuyingRole, Person } from './model';

export const ROLE_TITLES: Record<BuyingRole, string> = {
  champion: 'Champion',
  decision_maker: 'Decision maker',
  economic_buyer: 'Economic buyer',
  influencer: 'Influencer',
  blocker: 'Blocker',
  end_user: 'End user',
};

export const ROLE_TONES: Record<BuyingRole, BadgeTone> = {
  champion: 'green',
  decision_maker: 'blue',
  economic_buyer: 'blue',
  influencer: 'grey',
  blocker: 'red',
  end_user: 'grey',
};

/** How much it matters to be in touch with somebody of that role. */
const WEIGHT: readonly BuyingRole[] = [
  'decision_maker',
  'champion',
  'economic_buyer',
  'blocker',
  'influencer',
  'end_user',
];

const weightOf = (person: Person): number => {
  const weights = (person.roles ?? []).map((role) => WEIGHT.indexOf(role));
  return weights.length ? Math.min(...weights) : WEIGHT.length;
};

/** The people who decide first, then whoever was spoken to last. */
export function keyPeople(people: readonly Person[], limit: number): Person[] {
  const latest = (person: Person): string => person.last_contacted_at ?? person.last_seen_at ?? '';
  return [...people]
    .sort((one, other) => weightOf(one) - weightOf(other) || latest(other).localeCompare(latest(one)))
    .slice(0, limit);
}
