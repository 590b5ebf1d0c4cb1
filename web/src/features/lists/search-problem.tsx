import type { Problem } from '@/api/service';

import css from './account-list.module.css';

/** What is wrong with the search, and where in it. */
export function SearchProblem({ q, problem }: { q: string; problem: Problem }) {
  const position = problem.position;
  return (
    <div className={css.problem} role="alert" data-testid="search-problem">
      {problem.detail ?? problem.title}
      {position !== undefined && (
        <code>
          {q.slice(0, position)}
          <mark>{q.slice(position) || ' '}</mark>
        </code>
      )}
    </div>
  );
}
