import { useEffect, useRef } from 'react';

import css from './timeline.module.css';

/** How far before its end a list is read on. */
const AHEAD = '700px';

interface EdgeProps {
  label: string;
  busy: boolean;
  /** It is there from the start, and nobody has come to it yet: it waits until somebody comes back to it. */
  patient?: boolean;
  onReach: () => void;
}

/** The end of what was read: reached by scrolling, or by pressing it. */
export function Edge({ label, busy, patient = false, onReach }: EdgeProps) {
  const element = useRef<HTMLButtonElement>(null);
  const reach = useRef(onReach);
  useEffect(() => {
    reach.current = onReach;
  });
  useEffect(() => {
    const edge = element.current;
    if (!edge || busy) return undefined;
    let away = !patient;
    const watcher = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting && away) reach.current();
        if (!seen?.isIntersecting) away = true;
      },
      { rootMargin: patient ? '0px' : AHEAD },
    );
    watcher.observe(edge);
    return () => watcher.disconnect();
  }, [busy, patient]);
  return (
    <button ref={element} type="button" className={css.edge} aria-busy={busy} onClick={onReach}>
      {busy ? 'Reading…' : label}
    </button>
  );
}
