import type { DeedDone, FieldChanged } from '@/api/fields';
import { valueText } from '@/lib/field-values';
import { inWords } from '@/lib/text';

/** "Tags: nothing → pilot". */
export function changeWords({ field, ...change }: FieldChanged): string {
  const before = valueText(field.kind, change.old, change.old_user) ?? 'nothing';
  const after = valueText(field.kind, change.new, change.new_user) ?? 'nothing';
  return `${field.title}: ${before} → ${after}`;
}

/** "email:ada@acme.com" is "The email ada@acme.com"; one that may not be read is only an identifier. */
function identifierWords(identifier: string | undefined): string {
  if (identifier === undefined) return 'An identifier';
  const [kind = '', ...rest] = identifier.split(':');
  return `The ${inWords(kind).toLowerCase()} ${rest.join(':')}`;
}

export function deedWords({ kind, customer, other, identifier }: DeedDone): string {
  const one = customer?.name ?? 'one that you may not open';
  const second = other?.name ?? 'one that you may not open';
  const said: Record<string, string> = {
    merge: `${second} was merged into ${one}`,
    'merge.undo': `The merge of ${second} into ${one} was undone`,
    split: `${identifierWords(identifier)} was given by ${one} to ${second}`,
    'split.end': `${identifierWords(identifier)} was taken back from ${second}`,
    keep_apart: `${one} and ${second} are kept apart`,
    'keep_apart.end': `${one} and ${second} need not be kept apart any more`,
    parent: other ? `${one} was put below ${second}` : `${one} got another parent, or none`,
    'parent.end': `${one} follows its sources again`,
  };
  const words = said[kind] ?? inWords(kind.replaceAll('.', '_'));
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
