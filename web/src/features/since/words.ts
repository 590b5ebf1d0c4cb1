import type { MovedValue, PastValue, Since } from '@/api/since';
import { valueText } from '@/lib/field-values';
import { formatMoneyList } from '@/lib/money';
import { count, formatNumber } from '@/lib/numbers';
import { formatDate } from '@/lib/time';

export function valueWords(value: PastValue | null): string {
  if (value?.text !== undefined) return value.text;
  if (value?.number !== undefined) return formatNumber(value.number);
  if (value?.money !== undefined) return formatMoneyList(value.money);
  if (value?.at !== undefined) return formatDate(value.at);
  return 'not known';
}

/** "MRR €8,400 → €7,900". */
export const movedWords = ({ title, before, now }: MovedValue): string =>
  `${title} ${valueWords(before)} → ${valueWords(now)}`;

/** All that has changed, each as one short sentence: numbers and states, what others have set, what has happened. */
export function changesIn({ moved, fields, events }: Since): string[] {
  const happened = Object.values(events).reduce((sum, each) => sum + each, 0);
  return [
    ...moved.map(movedWords),
    ...fields.map(({ field, by, ...change }) => {
      const now = valueText(field.kind, change.new, change.new_user) ?? 'emptied';
      return `${field.title}: ${now}${by ? ` (${by.name})` : ''}`;
    }),
    ...(happened > 0 ? [count(happened, 'new event')] : []),
  ];
}
