import { answered, queryString, request } from '@/lib/api';

import { type Asked, askedIn } from './asked';

interface More {
  account?: string | undefined;
  /** The panel asks again by itself: no new look of anybody's. */
  again?: boolean;
  signal?: AbortSignal;
}

/** The panel's answer as server-sent events. */
export const ask = (asked: Asked, more: More = {}): Promise<Response> =>
  answered(requested(asked, more), more.signal);

function requested(asked: Asked, { account, again, signal }: More = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  if (asked.link !== undefined) headers.Authorization = `Bearer ${asked.link}`;
  const query = queryString({ ...asked.query, account, refresh: again ? 'true' : undefined });
  return request(`/panel${query}`, { headers, ...(signal && { signal }) });
}

/** What is asked before anything that draws has been loaded: by then the answer may be here. */
interface Early {
  asked: Asked;
  answer?: Promise<Response> | undefined;
}

declare global {
  interface Window {
    rotundaPanel?: Early;
  }
}

/** What the address asks for, asked at once; from then on it is only in this page. */
export function askEarly(): Early {
  const asked = askedIn(window.location);
  // The link's secret stays out of the address, the history and a screenshot.
  if (asked.link !== undefined) window.history.replaceState(null, '', window.location.pathname);
  const answer = requested(asked);
  // Whoever takes the answer hears of its failure; nobody else needs to.
  answer.catch(() => undefined);
  return (window.rotundaPanel = { asked, answer });
}

/** What was asked early, for the first who wants it. */
export function takeEarly(): Promise<Response> | undefined {
  const answer = window.rotundaPanel?.answer;
  if (window.rotundaPanel) window.rotundaPanel.answer = undefined;
  return answer && answered(answer);
}
