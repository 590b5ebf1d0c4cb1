import { type ReactNode, useId } from 'react';

import css from './card.module.css';

interface CardProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  testId?: string;
  state?: string;
}

/** One titled box of the page. `aside` stands right of the title: where it comes from, what can be done. */
export function Card({ title, aside, children, testId, state }: CardProps) {
  const id = useId();
  return (
    <section className={css.card} aria-labelledby={id} data-testid={testId} data-state={state}>
      <div className={css.head}>
        <h2 className={css.title} id={id}>
          {title}
        </h2>
        {aside !== undefined && <div className={css.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}
