import type { LookupMatch } from '@/api/service';

import css from './panel.module.css';
import type { PanelState } from './use-panel';

interface ChoiceProps {
  matches: readonly LookupMatch[];
  onChoose: (account: string) => void;
}

/** Several customers have this address or domain: a person knows which one is meant. */
export function Choice({ matches, onChoose }: ChoiceProps) {
  const accounts = new Map(matches.map(({ account }) => [account.id, account.name]));
  return (
    <main className={css.panel} data-testid="panel-choice">
      <div className={css.part}>
        <h1 className={css.title}>Which customer?</h1>
        <ul className={css.choices}>
          {[...accounts].map(([id, name]) => (
            <li key={id}>
              <button type="button" className={css.choice} onClick={() => onChoose(id)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}

interface NobodyProps {
  problem: NonNullable<PanelState['problem']>;
  asked: string | undefined;
  linked: boolean;
  onRetry: () => void;
}

/** Calm, and different for each reason: nobody is known, nobody is signed in, the link has ended, no answer. */
export function Nobody({ problem, asked, linked, onRetry }: NobodyProps) {
  const words = wordsFor(problem, asked, linked);
  return (
    <main className={css.panel} data-testid="panel-empty" data-status={problem.status}>
      <div className={css.part} role="status">
        <h1 className={css.title}>{words.title}</h1>
        <p className={css.quiet}>{words.text}</p>
        <p className={css.actions}>
          {problem.status === 401 && !linked && (
            <a href="/sign-in" target="_blank" rel="noopener">
              Sign in
            </a>
          )}
          {!(linked && problem.status === 401) && (
            <button type="button" className={css.choice} onClick={onRetry}>
              Try again
            </button>
          )}
        </p>
      </div>
    </main>
  );
}

function wordsFor({ status, reason }: NobodyProps['problem'], asked: string | undefined, linked: boolean) {
  if (status === 404)
    return {
      title: 'No customer found',
      text: asked ? `Nobody is known by ${asked}.` : 'Nobody is known by what this conversation names.',
    };
  if (status === 401 && linked)
    return { title: 'This link has ended', text: 'Open the conversation again to get a new one.' };
  if (status === 401) return { title: 'Not signed in', text: 'Sign in to Rotunda, then try again.' };
  return { title: 'Not shown', text: reason };
}
