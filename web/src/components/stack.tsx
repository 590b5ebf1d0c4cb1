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
export function MoreButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={css.more} onClick={onClick}>
      {children}
    </button>
  );
}
