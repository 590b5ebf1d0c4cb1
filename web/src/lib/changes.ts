import type { SectionName } from '@/api/provenance';

import { queryString } from './api';
import { SECOND } from './time';

export interface Change {
  account: string;
  section: SectionName;
  at: string;
}

interface Listener {
  onChange: (change: Change) => void;
  /** Something may have changed that nobody tells any more. */
  onMissed: () => void;
}

const FIRST_WAIT = SECOND;
const LONGEST_WAIT = 30 * SECOND;

/**
 * What changes of an account, until it is stopped. After a break of the network the browser itself comes back and says
 * what it has heard last, so that nothing is missed. Where it gives up (a proxy answers in place of a server that is
 * being started anew) it is begun again, and what lies between counts as missed.
 */
export function listenTo(account: string, { onChange, onMissed }: Listener): () => void {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let wait = FIRST_WAIT;

  const open = (again: boolean) => {
    window.clearTimeout(timer);
    source?.close();
    const opened = new EventSource(`/api/v1/changes${queryString({ account })}`);
    source = opened;
    opened.addEventListener('ready', () => {
      wait = FIRST_WAIT;
      if (again) onMissed();
      again = false;
    });
    opened.addEventListener('change', ({ data }: MessageEvent<string>) =>
      onChange(JSON.parse(data) as Change),
    );
    opened.addEventListener('missed', onMissed);
    opened.addEventListener('error', () => {
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, wait, true);
      wait = Math.min(LONGEST_WAIT, wait * 2);
    });
  };
  /** A stream that the network has lost without a word looks as if nothing happened: it is begun again. */
  const online = () => open(true);

  open(false);
  window.addEventListener('online', online);
  return () => {
    window.removeEventListener('online', online);
    window.clearTimeout(timer);
    source?.close();
  };
}
