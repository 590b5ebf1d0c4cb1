import { type Asked, askedWords } from './asked';
import { LinkTo } from './link-to';
import css from './panel.module.css';
import type { PanelState } from './use-panel';

interface ChoiceProps {
  found: NonNullable<PanelState['found']>;
  onChoose: (account: string) => void;
}

/** Several customers have this address or domain: a person knows which one is meant. */
export function Choice({ found, onChoose }: ChoiceProps) {
  const named = [...found.matches, ...found.contacts].flatMap(({ account }) => (account ? [account] : []));
  const accounts = new Map(named.map(({ id, name }) => [id, name]));
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
  asked: Asked;
  onRetry: () => void;
}

/** Calm, and different for each reason: nobody is known, nobody is signed in, the link has ended, no answer. */
export function Nobody({ problem, asked, onRetry }: NobodyProps) {
  const linked = asked.link !== undefined;
  const words = wordsFor(problem, askedWords(asked), linked);
  return (
    <main className={css.panel} data-testid="panel-empty" data-status={problem.status}>
      <div className={css.part} role="status">
        <h1 className={css.title}>{words.title}</h1>
        <p className={css.quiet}>{words.text}</p>
        <p className={css.actions}>
          {problem.status === 404 && <LinkTo asked={asked} />}
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
