import { count, formatNumber } from '@/lib/numbers';

import type { UsageView } from './model';

/** "7 of 12 features adopted". */
export function adoptionWords(view: UsageView): string | null {
  const { features_adopted: adopted, features_available: available } = view;
  if (adopted === undefined || available === undefined) return null;
  return `${formatNumber(adopted)} of ${count(available, 'feature')} adopted`;
}

/** "84 of 120 seats used in 30 days", or the users where no seats are sold or shown. */
export function seatWords(view: UsageView): string | null {
  const { active_30d: active, seats_purchased: seats, users_total: users } = view;
  if (active === undefined) return null;
  if (seats !== undefined) return `${formatNumber(active)} of ${count(seats, 'seat')} used in 30 days`;
  return users === undefined ? null : `${formatNumber(active)} of ${count(users, 'user')} active in 30 days`;
}
