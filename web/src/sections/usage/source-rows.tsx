import type { SourceName } from '@/api/provenance';
import type { KeyValue } from '@/components/key-values';
import { Moment } from '@/components/moment';
import { formatNumber } from '@/lib/numbers';

import type { UsageView } from './model';

/** The rows that the block of the source that counts usage shows. */
export function usageFrom(view: UsageView, source: SourceName): KeyValue[] {
  if (view.ref?.source !== source) return [];
  const rows: KeyValue[] = [];
  if (view.users_total !== undefined)
    rows.push({ key: 'users', label: 'Users', value: formatNumber(view.users_total) });
  if (view.seats_purchased !== undefined)
    rows.push({ key: 'seats', label: 'Seats', value: formatNumber(view.seats_purchased) });
  if (view.last_active_at)
    rows.push({ key: 'seen', label: 'Last active', value: <Moment at={view.last_active_at} /> });
  return rows;
}
