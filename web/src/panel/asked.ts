/** Which customer the panel is for: named in the address, or by a link whose secret stands after the #. */
export interface Asked {
  link?: string;
  query: Record<string, string>;
}

const NAMES = ['email', 'domain', 'ticket'] as const;

export function askedIn({ search, hash }: { search: string; hash: string }): Asked {
  const link = new URLSearchParams(hash.replace(/^#/, '')).get('link');
  if (link) return { link, query: {} };
  const given = new URLSearchParams(search);
  const query: Record<string, string> = {};
  for (const name of NAMES) {
    const value = given.get(name);
    if (value !== null) query[name] = value;
  }
  return { query };
}

/** What was asked for, in words: the address, the domain, "ticket 48201". */
export function askedWords({ query }: Asked): string | undefined {
  if (query.ticket !== undefined) return `ticket ${query.ticket}`;
  return query.email ?? query.domain;
}
