import { useEffect, useReducer, useState } from 'react';

import type { ContactStreamHead } from '@/api/contacts';
import type { StreamSection } from '@/api/page';
import type { LookupContact, LookupMatch } from '@/api/service';
import { ProblemError, reasonOf } from '@/lib/api';
import { askAgainAfter, type Page, type PageEvent, withEvent } from '@/lib/page';
import { readEvents } from '@/lib/sse';
import { MINUTE } from '@/lib/time';

import { ask, takeEarly } from './ask';
import type { Asked } from './asked';

interface Found {
  matches: LookupMatch[];
  chosen: string | null;
  contacts: LookupContact[];
  contact: string | null;
}

/** Who wrote, with what they asked. */
export type Person = ContactStreamHead;

export interface PanelState {
  found?: Found;
  page?: Page;
  person?: Person | undefined;
  /** Of the newest answer; what was shown before it stays. */
  problem?: { status: number; reason: string };
}

type Change = Partial<PanelState>;

const merged = (state: PanelState, change: Change): PanelState => ({ ...state, ...change });

/** What is shown stays until its own new answer arrives. */
function withPerson(before: Person | undefined, event: string, body: unknown): Person | undefined {
  if (event === 'person-head') {
    const head = body as Person;
    const kept = Object.entries(head.sections).map(([name, section]) => {
      const shown = before?.contact.id === head.contact.id ? before.sections[name] : undefined;
      return [name, section.state === 'pending' && shown ? shown : section] as const;
    });
    return { contact: head.contact, sections: Object.fromEntries(kept) };
  }
  const { name, section } = body as StreamSection;
  return before && { ...before, sections: { ...before.sections, [name]: section } };
}

const PAGE_EVENTS: readonly string[] = ['head', 'section', 'done'];

interface Shown {
  page?: Page | undefined;
  person?: Person | undefined;
}

/** Reads one answer to its end; `tell` hears of every event. Returns what it shows, as far as it came. */
async function read(
  asked: Asked,
  account: string | undefined,
  before: Shown,
  tell: (change: Change) => void,
  signal: AbortSignal,
): Promise<Shown> {
  const again = before.page !== undefined || before.person !== undefined;
  const response = await (takeEarly() ?? ask(asked, { account, again, signal }));
  let { page, person } = before;
  if (response.body)
    for await (const { event, data } of readEvents(response.body)) {
      const body = JSON.parse(data) as unknown;
      if (event === 'found') {
        if ((body as Found).contact === null) person = undefined;
        tell({ found: body as Found, problem: undefined, person });
      }
      if (event.startsWith('person-')) tell({ person: (person = withPerson(person, event, body)) });
      if (!PAGE_EVENTS.includes(event)) continue;
      page = withEvent(page, { event, data: body } as PageEvent, Date.now());
      if (page) tell({ page });
    }
  return { page, person };
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
    let shown: Shown = {};
    const renew = async (): Promise<void> => {
      if (!document.hidden)
        try {
          shown = await read(asked, account, shown, tell, stop.signal);
        } catch (error) {
          if (stop.signal.aborted) return;
          tell({ problem: problemOf(error) });
          // Nobody answers differently a minute later to who may not ask.
          if (error instanceof ProblemError && [400, 401, 403].includes(error.status)) return;
        }
      timer = setTimeout(() => void renew(), shown.page ? askAgainAfter(shown.page) : MINUTE);
    };
    void renew();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [asked, account, round]);
  useAgainInSight(state.page === undefined, again);
  return { ...state, choose, retry: again };
}

/** Whoever comes back from another page, where they may have said who it is, need not wait. */
function useAgainInSight(wanted: boolean, again: () => void): void {
  useEffect(() => {
    if (!wanted) return undefined;
    const look = () => {
      if (!document.hidden) again();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [wanted, again]);
}
