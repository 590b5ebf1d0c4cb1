import { queryString, send } from '@/lib/api';

import type { Asked } from './asked';

interface More {
  account?: string | undefined;
  /** The panel asks again by itself: no new look of anybody's. */
  again?: boolean;
  signal?: AbortSignal;
}

/** The panel's answer as server-sent events. */
export function ask(asked: Asked, { account, again, signal }: More = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  if (asked.link !== undefined) headers.Authorization = `Bearer ${asked.link}`;
  const query = queryString({ ...asked.query, account, refresh: again ? 'true' : undefined });
  return send(`/panel${query}`, { headers, ...(signal && { signal }) });
}

let early: Promise<Response> | undefined;

/** Before anything that draws has been loaded: by then the answer may be here. */
export function askEarly(asked: Asked): void {
  early = ask(asked);
  // Whoever takes the answer hears of its failure; nobody else needs to.
  early.catch(() => undefined);
}

/** What was asked early, for the first who wants it. */
export function takeEarly(): Promise<Response> | undefined {
  const answer = early;
  early = undefined;
  return answer;
}
