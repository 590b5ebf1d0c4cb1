import { useQuery } from '@tanstack/react-query';

import { SafeHtml } from '@/components/safe-html';
import { Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';

import css from './writing.module.css';
import { previewQuery } from './written-query';

/** Made by the server, as the note itself will be. */
export function Preview({ label, text }: { label: string; text: string }) {
  const { data, error } = useQuery(previewQuery(text));
  return (
    <div>
      <span className={css.label}>{label}</span>
      <div className={css.preview} role="region" aria-label={`Preview of ${label.toLowerCase()}`}>
        {error ? (
          <p role="alert">{reasonOf(error)}</p>
        ) : data ? (
          <SafeHtml html={data} />
        ) : (
          <Quiet>Nothing to show.</Quiet>
        )}
      </div>
    </div>
  );
}
