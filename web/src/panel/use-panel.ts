import { useEffect, useReducer, useState } from 'react';

import type { LookupMatch } from '@/api/service';
import { ProblemError, queryString, reasonOf, send } from '@/lib/api';
import { askAgainAfter, type Page, type PageEvent, withEvent } from '@/lib/page';
import { readEvents } from '@/lib/sse';
import { MINUTE } from '@/lib/time';

import type { Asked } from './asked';

interface Found {
  matches: LookupMatch[];
  chosen: string | null;
}

export interface PanelState {
  found?: Found;
  page?: Page;
  /** Of the newest answer; what was shown before it stays. */
  problem?: { status: number; reason: string };
}

type Change = Partial<PanelState>;

const merged = (state: PanelState, change: Change): PanelState => ({ ...state, ...change });

const PAGE_EVENTS: readonly string[] = ['head', 'section', 'done'];

/** Reads one answer to its end; `tell` hears of every event. Returns the page as far as it came. */
async function read(
  asked: Asked,
  account: string | undefined,
  before: Page | undefined,
  tell: (change: Change) => void,
  signal: AbortSignal,
): Promise<Page | undefined> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  if (asked.link !== undefined) headers.Authorization = `Bearer ${asked.link}`;
  const response = await send(
    `/panel${queryString({ ...asked.query, account, refresh: before ? 'true' : undefined })}`,
    { headers, signal },
  );
  let page = before;
  if (response.body)
    for await (const { event, data } of readEvents(response.body)) {
      const body = JSON.parse(data) as unknown;
      if (event === 'found') tell({ found: body as Found, problem: undefined });
      if (!PAGE_EVENTS.includes(event)) continue;
      page = withEvent(page, { event, data: body } as PageEvent, Date.now());
      if (page) tell({ page });
    }
  return page;
}

const problemOf = (error: unknown): NonNullable<PanelState['problem']> => ({
  status: error instanceof ProblemError ? error.status : 0,
  reason: reasonOf(error),
});

/** The customer as far as it has arrived, asked again while the panel is in sight. */
export function usePanel(
  asked: Asked,
): PanelState & { choose: (account: string) => void; retry: () => void } {
  const [state, tell] = useReducer(merged, {});
  const [account, choose] = useState<string>();
  const [round, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let page: Page | undefined;
    const ask = async (): Promise<void> => {
      if (!document.hidden)
        try {
          page = await read(asked, account, page, tell, stop.signal);
        } catch (error) {
          if (stop.signal.aborted) return;
          tell({ problem: problemOf(error) });
          // Nobody answers differently a minute later to who may not ask.
          if (error instanceof ProblemError && [400, 401, 403].includes(error.status)) return;
        }
      timer = setTimeout(() => void ask(), page ? askAgainAfter(page) : MINUTE);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [asked, account, round]);
  return { ...state, choose, retry: again };
}
