import type { FieldValue, OwnField } from '@/api/fields';
import type { Money } from '@/api/provenance';
import { isMoney } from '@/lib/field-values';
import { decimalText, minorDigits } from '@/lib/money';

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
