import type { BadgeTone } from '@/components/badge';
import { listed } from '@/lib/text';
import { DAY } from '@/lib/time';

import type { BuyingRole, Person } from './model';
import type { Engagement, Relationships, Stakeholder, WarmPath } from './people-query';

export const ROLE_TITLES: Record<BuyingRole, string> = {
  champion: 'Champion',
  decision_maker: 'Decision maker',
  economic_buyer: 'Economic buyer',
  influencer: 'Influencer',
  blocker: 'Blocker',
  end_user: 'End user',
};

export const ROLES = Object.keys(ROLE_TITLES) as BuyingRole[];

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

interface WithRoles {
  roles?: BuyingRole[];
}

const weightOf = (person: WithRoles): number => {
  const weights = (person.roles ?? []).map((role) => WEIGHT.indexOf(role));
  return weights.length ? Math.min(...weights) : WEIGHT.length;
};

const first = <Each extends WithRoles>(
  people: readonly Each[],
  limit: number,
  latest: (person: Each) => string,
): Each[] =>
  [...people]
    .sort((one, other) => weightOf(one) - weightOf(other) || latest(other).localeCompare(latest(one)))
    .slice(0, limit);

/** The people who decide first, then whoever was spoken to last. */
export const keyPeople = (people: readonly Person[], limit: number): Person[] =>
  first(people, limit, (person) => person.last_contacted_at ?? person.last_seen_at ?? '');

export const keyStakeholders = (people: readonly Stakeholder[], limit: number): Stakeholder[] =>
  first(people, limit, (person) => person.last_contact_at ?? '');

/** "9 d, call", as short as a box of a chart needs it. */
export function lastContactWords({ last_contact_at: at, last_channel: channel }: Stakeholder): string {
  if (!at) return '';
  const days = Math.max(0, Math.floor((Date.now() - Date.parse(at)) / DAY));
  return [days === 0 ? 'today' : `${days} d`, channel].filter(Boolean).join(', ');
}

const LOW = 40;
const GOOD = 70;

export const scoreTone = (score: number): 'red' | 'yellow' | 'green' =>
  score < LOW ? 'red' : score < GOOD ? 'yellow' : 'green';

/** How a person is drawn: red where they matter and are not reached. */
export function standingOf({
  at_risk: isAtRisk,
  roles = [],
}: Stakeholder): 'risk' | 'green' | 'blue' | undefined {
  if (isAtRisk) return 'risk';
  if (roles.includes('champion')) return 'green';
  return roles.includes('decision_maker') || roles.includes('economic_buyer') ? 'blue' : undefined;
}

/** "Recency 17.5 of 35: Last contact 30 days ago." of every part. */
export const engagementWords = ({ parts }: Engagement): string =>
  parts
    .map(
      ({ name, points, most, why }) =>
        `${name.charAt(0).toUpperCase()}${name.slice(1)} ${points} of ${most}: ${why}`,
    )
    .join('\n');

/** Names by the ids that edges and paths have. */
export class Names {
  private readonly ours: ReadonlyMap<string, string>;
  private readonly theirs: ReadonlyMap<string, string>;

  constructor(related: Relationships) {
    this.ours = new Map(related.ours.map(({ id, name }) => [id, name]));
    this.theirs = new Map(related.theirs.map(({ id, name }) => [id, name]));
  }

  our(id: string): string {
    return this.ours.get(id) ?? id;
  }

  their(id: string): string {
    return this.theirs.get(id) ?? id;
  }

  /** "D. Cho → A. Lindqvist → P. Duarte". */
  path({ ours, people }: WarmPath): string {
    return [this.our(ours), ...people.map((id) => this.their(id))].join(' → ');
  }
}

/** "the economic buyer and champion". */
export const rolesInSentence = (roles: readonly BuyingRole[]): string =>
  `the ${listed(roles.map((role) => ROLE_TITLES[role].toLowerCase()))}`;
