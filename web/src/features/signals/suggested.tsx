import { Link } from '@tanstack/react-router';

import type { Signal } from '@/api/signals';
import { safeUrl } from '@/lib/links';

import css from './signals.module.css';
import type { OnWrite } from './signals-query';
import { mailDraft } from './words';

interface SuggestedProps {
  account: string;
  signal: Signal;
  onWrite: OnWrite;
  /** Whom a mail goes to, where that is known. */
  to?: string | undefined;
}

/** What to do about it, and the way there. */
export function Suggested({ account, signal: { action, evidence }, onWrite, to }: SuggestedProps) {
  const href = action.kind === 'email' ? mailDraft(action, to) : safeUrl(evidence?.[0]?.url);
  if (action.kind === 'email')
    return (
      <a className={css.action} href={href}>
        {action.label}
      </a>
    );
  if (action.kind !== 'record')
    return onWrite ? (
      <button type="button" className={css.action} onClick={() => onWrite(account, action)}>
        {action.label}
      </button>
    ) : null;
  return href ? (
    <a className={css.action} href={href} target="_blank" rel="noopener noreferrer">
      {action.label} <span className="visually-hidden">(new tab)</span>
    </a>
  ) : (
    <Link className={css.action} to="/accounts/$id" params={{ id: account }}>
      Open account
    </Link>
  );
}
