import type { Problem } from '@/api/service';
import { ProblemError } from '@/lib/api';

import css from './lists.module.css';

/** The id of what is said about the search, for the field. */
export const PROBLEM_ID = 'search-problem';

/** What is wrong with the search, and where in it. */
export function SearchProblem({ q, problem }: { q: string; problem: Problem }) {
  const position = problem.position;
  return (
    <div className={css.problem} id={PROBLEM_ID} role="alert" data-testid="search-problem">
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

/** Where in the field the mistake stands, while the field still says what was refused. */
export function problemOfSearch(error: Error | null, typed: string, q: string): number | undefined {
  if (!(error instanceof ProblemError) || error.problem.field !== 'q' || typed.trim() !== q) return undefined;
  const { position } = error.problem;
  return position === undefined ? undefined : position + typed.length - typed.trimStart().length;
}

/** The word that begins at this place; at the end of the text, the place itself. */
export function faultAt(text: string, position: number): [before: string, fault: string] {
  const [fault = ''] = /^(?:"[^"]*"?|\S)*/.exec(text.slice(position)) ?? [];
  return [text.slice(0, position), fault || ' '];
}
