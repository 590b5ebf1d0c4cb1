import { type ReactNode, useEffect, useRef } from 'react';

import { announce } from '@/lib/announce';
import { cx } from '@/lib/cx';
import { SECOND } from '@/lib/time';

import css from './changing.module.css';

const MARKED = 5 * SECOND;

interface ChangingProps {
  /** What it is, said to ears with the new value; without it the mark is for eyes alone. */
  label?: string;
  className?: string | undefined;
  children: ReactNode;
}

/** As it is heard: without signs for eyes, and without hints of what could be clicked. */
function wordsOf(element: HTMLElement): string {
  const heard = element.cloneNode(true) as HTMLElement;
  for (const each of heard.querySelectorAll('[aria-hidden], [data-hint]')) each.remove();
  return heard.textContent.replace(/\s+/g, ' ').trim();
}

/**
 * A value that says so, briefly and quietly, when it becomes another one under somebody's eyes: a soft mark that fades
 * and moves nothing. Give it another `key` where what it shows is not the same thing any more.
 */
export function Changing({ label, className, children }: ChangingProps) {
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef<string>(undefined);
  const timer = useRef<number>(undefined);
  useEffect(() => {
    const shown = element.current;
    if (!shown) return;
    const words = wordsOf(shown);
    const changed = before.current !== undefined && before.current !== words;
    if (changed) {
      shown.dataset.changed = '';
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => delete shown.dataset.changed, MARKED);
      if (label !== undefined) announce(`${label} is now ${words}, before ${before.current}.`);
    }
    before.current = words;
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return (
    <span ref={element} className={cx(css.changing, className)}>
      {children}
    </span>
  );
}
