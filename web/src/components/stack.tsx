import type { ReactNode } from 'react';

import css from './stack.module.css';

export function Stack({ children }: { children: ReactNode }) {
  return <div className={css.stack}>{children}</div>;
}

/** A heading inside a card. */
export function Subheading({ children }: { children: ReactNode }) {
  return <h3 className={css.heading}>{children}</h3>;
}

export function Quiet({ children }: { children: ReactNode }) {
  return <span className={css.quiet}>{children}</span>;
}

/** A button that reads like a link: shows more of what is here. */
interface MoreButtonProps {
  onClick: () => void;
  /** Where it opens something below itself: whether that is open. */
  expanded?: boolean;
  children: ReactNode;
}

export function MoreButton({ onClick, expanded, children }: MoreButtonProps) {
  return (
    <button type="button" className={css.more} aria-expanded={expanded} onClick={onClick}>
      {children}
    </button>
  );
}
