import type { SectionName } from '@/api/provenance';

import { queryString } from './api';
import { SECOND } from './time';

export interface Change {
  account: string;
  /** `timeline` for what teammates write. */
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
function open(account: string, { onChange, onMissed }: Listener): () => void {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let wait = FIRST_WAIT;

  const begin = (again: boolean) => {
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
      timer = window.setTimeout(begin, wait, true);
      wait = Math.min(LONGEST_WAIT, wait * 2);
    });
  };
  /** A stream that the network has lost without a word looks as if nothing happened: it is begun again. */
  const online = () => begin(true);

  begin(false);
  window.addEventListener('online', online);
  return () => {
    window.removeEventListener('online', online);
    window.clearTimeout(timer);
    source?.close();
  };
}

interface Followed {
  listeners: Set<Listener>;
  close: () => void;
}

const followed = new Map<string, Followed>();

function follow(account: string): Followed {
  const listeners = new Set<Listener>();
  const close = open(account, {
    onChange: (change) => listeners.forEach((each) => each.onChange(change)),
    onMissed: () => listeners.forEach((each) => each.onMissed()),
  });
  return { listeners, close };
}

/** All who listen to the same account share one stream: browsers allow few. */
export function listenTo(account: string, listener: Listener): () => void {
  const shared = followed.get(account) ?? follow(account);
  followed.set(account, shared);
  shared.listeners.add(listener);
  return () => {
    shared.listeners.delete(listener);
    if (shared.listeners.size > 0 || followed.get(account) !== shared) return;
    followed.delete(account);
    shared.close();
  };
}

/**
 * Follows an account while the page is seen: a hidden page does not listen, because browsers allow few streams, and is
 * told that it may have missed something when it is seen again.
 */
export function followWhileSeen(account: string, listener: Listener): () => void {
  let stop: (() => void) | undefined;
  const turn = () => {
    stop?.();
    stop = document.hidden ? undefined : listenTo(account, listener);
  };
  const turned = () => {
    turn();
    if (!document.hidden) listener.onMissed();
  };
  turn();
  document.addEventListener('visibilitychange', turned);
  return () => {
    document.removeEventListener('visibilitychange', turned);
    stop?.();
  };
}
