import type { FieldKind, FieldValue, Teammate } from '@/api/fields';
import type { Money } from '@/api/provenance';

import { formatMoney } from './money';
import { formatNumber } from './numbers';
import { formatDay } from './time';

export const isMoney = (value: FieldValue | undefined): value is Money =>
  typeof value === 'object' && value !== null && 'currency' in value;

/** A value as people read it; undefined where there is none. */
export function valueText(
  kind: FieldKind,
  value: FieldValue | undefined,
  user?: Teammate,
): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (user) return user.name;
  if (isMoney(value)) return formatMoney(value);
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') return formatNumber(value);
  return kind === 'date' ? formatDay(value) : value;
}
