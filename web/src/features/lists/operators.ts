import type { AccountColumn } from '@/api/service';
import type { ListKind } from '@/lib/search-words';
import { inWords } from '@/lib/text';

export interface HelpLine {
  example: string;
  finds: string;
}

export interface HelpTopic {
  title: string;
  lines: HelpLine[];
}

const WORDS: HelpLine[] = [
  { example: 'northwind', finds: 'a name, domain, address or number, in any spelling' },
  { example: '"north west"', finds: 'these words together' },
  { example: '-trial', finds: 'everything without the word; works before operators, too' },
  { example: '(oslo or lyon)', finds: 'either of them' },
];

const OF_ALL: HelpLine[] = [
  { example: 'owner:me', finds: 'my accounts; owner:cho for somebody else’s' },
  { example: 'tag:vip', finds: 'accounts with this tag; segment: likewise' },
  { example: 'field.region:"EU-West"', finds: 'accounts by a field of ours' },
  { example: 'country:Germany', finds: 'accounts there; city: and industry: likewise' },
  { example: 'id:48201', finds: 'exactly this id, address, domain or number' },
];

const KINDS: HelpLine[] = [
  { example: 'in:contacts', finds: 'people instead of accounts' },
  { example: 'in:conversations #48201', finds: 'a conversation by its number, today’s or an old one' },
  { example: 'in:conversations late invoice', finds: 'conversations by words of their subject' },
];

const VALUES: Record<AccountColumn['kind'], string> = {
  money: '>1000',
  number: '>0',
  at: '<90d',
  day: '<90d',
  text: 'pro',
};

/** Values by which people really look for a text. */
const TEXTS: Record<string, string> = { status: 'trial', product_role: 'admin', lifecycle_stage: 'lead' };

function lineOf({ name, title, kind, operator }: AccountColumn): HelpLine {
  const value = kind === 'text' ? (TEXTS[name] ?? VALUES.text) : VALUES[kind];
  const finds: Record<AccountColumn['kind'], string> = {
    money: `${title} above 1000 in its currency; <2k works, too`,
    number: `${title} above 0`,
    at: `${title} within 90 days, before or after; >30d for farther`,
    day: `${title} within 90 days, before or after; >30d for farther`,
    text: `${title} is ${inWords(value)}`,
  };
  return { example: `${operator ?? name}:${value}`, finds: finds[kind] };
}

const hasLine = ({ has, title }: AccountColumn): HelpLine => ({
  example: `has:${has ?? ''}`,
  finds: `at least one: ${title.toLowerCase()}`,
});

const OF_PEOPLE: Record<string, HelpLine> = {
  title: { example: 'title:buyer', finds: 'people with this in their title' },
  email: { example: 'email:@acme.com', finds: 'people with this in an address of theirs' },
  phone: { example: 'phone:"+49 30"', finds: 'people with this in a number of theirs' },
  source: { example: 'source:zendesk', finds: 'people whom this source knows' },
};
const AT_ACCOUNTS: HelpLine[] = [
  { example: 'plan:pro', finds: 'people at accounts on this plan; all that finds accounts works' },
];

/** People are searched by what they have, and by everything that their accounts are searched by. */
function helpOfPeople(available: readonly AccountColumn[]): HelpTopic[] {
  const own = available.flatMap((each) => (each.operator ? (OF_PEOPLE[each.operator] ?? lineOf(each)) : []));
  const having = available.flatMap(({ has }) =>
    has ? [{ example: `has:${has}`, finds: `people with ${has === 'email' ? 'an email' : `a ${has}`}` }] : [],
  );
  return [
    { title: 'Words', lines: WORDS },
    { title: 'People', lines: [...own, ...having] },
    { title: 'Where they work', lines: [...AT_ACCOUNTS, ...OF_ALL] },
  ];
}

/** Everything that this viewer may search by. */
export function helpOf(available: readonly AccountColumn[], kind: ListKind = 'accounts'): HelpTopic[] {
  if (kind === 'contacts') return helpOfPeople(available);
  const byFact = available.filter((each) => each.operator).map(lineOf);
  const counted = available.filter((each) => each.has).map(hasLine);
  const topics = [
    { title: 'Words', lines: WORDS },
    { title: 'Who and where', lines: OF_ALL },
    { title: 'Facts', lines: [...byFact, ...counted] },
    { title: 'Something else than accounts', lines: KINDS },
  ];
  return topics.filter(({ lines }) => lines.length > 0);
}
