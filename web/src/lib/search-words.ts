/** The words of a search: operators such as `plan:pro` and free text, apart by spaces. Quoted text is one word. */
export function wordsOf(q: string): string[] {
  return q.match(/(?:[^\s"]+|"[^"]*"?)+/g) ?? [];
}

export const hasWord = (q: string, word: string): boolean =>
  wordsOf(q).some((each) => each.toLowerCase() === word.toLowerCase());

export function withWord(q: string, word: string): string {
  return hasWord(q, word) ? q : [...wordsOf(q), word].join(' ');
}

export function withoutWord(q: string, word: string): string {
  return wordsOf(q)
    .filter((each) => each.toLowerCase() !== word.toLowerCase())
    .join(' ');
}

/** The value of `plan:` in the search, if it has one. */
export function valueOf(q: string, operator: string): string | undefined {
  const found = wordsOf(q).find((each) => each.toLowerCase().startsWith(`${operator}:`));
  return found?.slice(operator.length + 1).replaceAll('"', '');
}

/** The search with this operator set to the value, or without it. */
export function withValue(q: string, operator: string, value: string | undefined): string {
  const rest = wordsOf(q).filter((each) => !each.toLowerCase().startsWith(`${operator}:`));
  if (value === undefined) return rest.join(' ');
  return [...rest, `${operator}:${/\s/.test(value) ? `"${value}"` : value}`].join(' ');
}

/** What to sort by after a click on a column: first one way, then the other, then the list's own order. */
export function nextSort(sort: string, column: string, firstDescending: boolean): string {
  const [first, second] = firstDescending ? [`-${column}`, column] : [column, `-${column}`];
  if (sort === first) return second;
  return sort === second ? '' : first;
}

export type ListKind = 'accounts' | 'contacts' | 'conversations';

/** What `in:` asks for, if it is in the search. */
export function kindAsked(q: string): ListKind | undefined {
  const value = valueOf(q, 'in')?.toLowerCase();
  return value === 'accounts' || value === 'contacts' || value === 'conversations' ? value : undefined;
}

/** `operator:value` as it has to be typed to find exactly this value. */
export function wordFor(operator: string, value: string): string {
  const plain = value.replaceAll('"', '');
  return `${operator}:${/^[\p{L}\p{N}@._+-]+$/u.test(plain) ? plain : `"${plain}"`}`;
}
