import type { FieldKind, FieldValue, OwnField, Teammate } from '@/api/fields';
import type { Money } from '@/api/provenance';
import { decimalText, formatMoney, minorDigits } from '@/lib/money';
import { formatNumber } from '@/lib/numbers';
import { formatDay } from '@/lib/time';

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

export const same = (one: FieldValue | undefined, other: FieldValue | undefined): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** What an editor holds: text for most kinds, the chosen ones for closed lists. */
export interface Draft {
  text: string;
  currency: string;
  chosen: string[];
}

/** What is owned is edited; what is only mirrored is a start for it. */
export function draftOf(field: OwnField): Draft {
  const { value } = field;
  if (isMoney(value)) return { text: decimalText(value), currency: value.currency, chosen: [] };
  if (Array.isArray(value)) return { text: value.join(', '), currency: 'EUR', chosen: value };
  return { text: value === null || value === undefined ? '' : value.toString(), currency: 'EUR', chosen: [] };
}

/** What is sent. The server judges it; an amount that is no number is sent as it was written, and refused there. */
export function valueOf(field: Pick<OwnField, 'kind' | 'choices'>, draft: Draft): FieldValue {
  const text = draft.text.trim();
  if (field.kind === 'many_choices')
    return field.choices
      ? draft.chosen
      : text
          .split(',')
          .map((word) => word.trim())
          .filter(Boolean);
  if (text === '') return null;
  if (field.kind === 'number') return numberOf(text);
  if (field.kind === 'money') return moneyOf(text, draft.currency.trim().toUpperCase());
  return text;
}

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

function numberOf(text: string): number | string {
  const plain = text.replaceAll(',', '');
  return PLAIN_NUMBER.test(plain) ? Number(plain) : text;
}

/** Exactly, never through a float: "8400.5" in EUR is 840050. */
function moneyOf(text: string, currency: string): Money | string {
  const plain = text.replaceAll(',', '');
  const digits = minorDigits(currency);
  const fraction = plain.split('.')[1] ?? '';
  if (!PLAIN_NUMBER.test(plain) || fraction.length > digits) return text;
  const whole = plain.replace('.', '') + '0'.repeat(digits - fraction.length);
  return { amount_minor: Number(whole), currency };
}
