/** Up to two initials: "Northwind Robotics" is "NR", "Ödegaard" is "ÖD". */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first, second] = words;
  if (!first) return '?';
  const letters = second ? firstLetter(first) + firstLetter(second) : first.slice(0, 2);
  return letters.toLocaleUpperCase();
}

const firstLetter = (word: string): string => /^./u.exec(word)?.[0] ?? '';

const ABBREVIATED: readonly string[] = ['api', 'sms', 'crm'];

/** "past_due" and "PAST_DUE" are "Past due", "api" is "API"; what is not written as a slug stays as it is. */
export function inWords(slug: string): string {
  if (ABBREVIATED.includes(slug.toLowerCase())) return slug.toUpperCase();
  const shouted = slug.includes('_') && slug === slug.toUpperCase();
  const spaced = (shouted ? slug.toLowerCase() : slug).replaceAll('_', ' ');
  return spaced.charAt(0).toLocaleUpperCase() + spaced.slice(1);
}

/** A number from 0 to `below - 1` that is always the same for the same text: picks a colour. */
export function bucketOf(text: string, below: number): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % below;
}

/** A teammate's name as far as the address tells it: "daniel.cho@rotunda.example" is "Daniel Cho". */
export function nameInAddress(address: string): string {
  const local = address.split('@')[0]?.split('+')[0] ?? '';
  const words = local.split(/[._-]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toLocaleUpperCase() + word.slice(1)).join(' ') || address;
}

/** "A, B and C". */
export function listed(words: readonly string[]): string {
  return words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1] ?? ''}`;
}

/** Inside a sentence: "Web form" is "web form", "API" stays. */
export const inSentence = (words: string): string =>
  words === words.toUpperCase() ? words : words.charAt(0).toLowerCase() + words.slice(1);
