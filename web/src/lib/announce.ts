/** What happens within this time is said as one sentence: six sections that arrive together are not six interruptions. */
const TOGETHER = 700;

const listeners = new Set<() => void>();
let words = '';
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

function say(): void {
  words = waiting.join(' ');
  waiting = [];
  timer = undefined;
  for (const listener of listeners) listener();
}

/** A full sentence for people who hear the page. */
export function announce(sentence: string): void {
  waiting.push(sentence);
  timer ??= setTimeout(say, TOGETHER);
}

export const announced = (): string => words;

export function onAnnouncement(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
