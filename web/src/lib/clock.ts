import { useSyncExternalStore } from 'react';

/** One timer for all ages on the page: it ticks only while somebody looks. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(tick, 1000);
    document.addEventListener('visibilitychange', tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

/** The present, rounded down to `step` milliseconds: a component is drawn again once per step, not once per tick. */
export function useNow(step: number): number {
  return useSyncExternalStore(subscribe, () => Math.floor(now / step) * step);
}
