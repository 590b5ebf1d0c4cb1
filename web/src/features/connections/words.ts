import type { Connection, ConnectionState } from '@/api/service';
import type { SyncConnection } from '@/api/sync';
import type { BadgeTone } from '@/components/badge';
import { count, formatRatio } from '@/lib/numbers';
import { inWords, listed } from '@/lib/text';
import { SECOND, shortAge } from '@/lib/time';

const STATES: Record<ConnectionState, { text: string; tone: BadgeTone }> = {
  ok: { text: 'Healthy', tone: 'green' },
  failing: { text: 'Failing', tone: 'red' },
  limited: { text: 'Limited', tone: 'yellow' },
  needs_sign_in: { text: 'Needs sign-in', tone: 'red' },
  misconfigured: { text: 'Set up wrongly', tone: 'red' },
  unchecked: { text: 'Not checked yet', tone: 'grey' },
};

export const stateWords = (state: ConnectionState): { text: string; tone: BadgeTone } => STATES[state];

export const fillsWords = (fills: readonly string[]): string =>
  fills.length ? `Fills ${listed(fills)}` : 'Fills nothing yet';

/** The breaker in words; closed is the normal state and needs none. */
export function breakerWords(breaker: Connection['breaker']): string | undefined {
  if (breaker === 'open') return 'Not asked at the moment: it failed too often';
  return breaker === 'half_open' ? 'Asked carefully, after failures' : undefined;
}

/** "per second", "per 10 seconds". */
export const windowWords = (seconds: number): string =>
  seconds === 1 ? 'per second' : `per ${count(seconds, 'second')}`;

export const kindWords = ({ category, mode }: Pick<Connection, 'category' | 'mode'>): string =>
  `${category === 'crm' ? 'CRM' : inWords(category)} · ${mode}`;

/** "3 min ago", by its slowest stream. */
export function syncedWords(pulled: SyncConnection | undefined): string {
  if (!pulled) return 'Not pulled';
  if (pulled.progress < 1) return `Reading the past: ${formatRatio(pulled.progress)}`;
  return pulled.lag_seconds === null ? 'Not yet' : `${shortAge(pulled.lag_seconds * SECOND)} ago`;
}
