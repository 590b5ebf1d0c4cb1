export interface Suggestion {
  id: string;
  name: string;
  about?: string;
}

const MOST = 6;

/** Those whose name has a word that begins so, in their order. */
export function fitting<One extends Suggestion>(all: readonly One[], typed: string): One[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const begins = (name: string) => ` ${name.toLocaleLowerCase()}`.includes(` ${wanted}`);
  return all.filter(({ name }) => begins(name)).slice(0, MOST);
}

export interface Mentioning {
  /** Where the `@` stands. */
  start: number;
  typed: string;
}

const LONGEST = 40;

/** The name that is being typed after an `@` before the caret: at most two words, and none of an address. */
export function mentionAt(text: string, caret: number): Mentioning | undefined {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf('@');
  if (start < 0 || caret - start > LONGEST || /[\w.]/.test(before.charAt(start - 1))) return undefined;
  const typed = before.slice(start + 1);
  return /^\S*( \S*)?$/.test(typed) && !typed.startsWith(' ') ? { start, typed } : undefined;
}

/** The text with the whole name in place of what was typed of it, and where the caret is then. */
export function withMention(text: string, { start, typed }: Mentioning, name: string): [string, number] {
  const before = `${text.slice(0, start)}@${name} `;
  return [before + text.slice(start + 1 + typed.length).replace(/^ /, ''), before.length];
}
