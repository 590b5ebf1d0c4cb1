import { Link } from '@tanstack/react-router';

import type { SearchHit } from '@/api/search';
import { SourceLink } from '@/components/record-link';
import { FromSource } from '@/components/source-mark';

import css from './lists.module.css';

/** Conversations with the number that was asked for, and whose they are. */
export function ConversationHits({ hits }: { hits: readonly SearchHit[] }) {
  return (
    <div className={css.table}>
      <table>
        <caption className="visually-hidden">Conversations</caption>
        <thead>
          <tr>
            {['Conversation', 'Account', 'Was'].map((title) => (
              <th key={title} scope="col">
                <div className={css.plainHead}>{title}</div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hits.map((hit) => (
            <tr key={`${hit.id}/${hit.account?.id ?? ''}`} data-testid="conversation-row">
              <td>
                <span className={css.sources}>
                  {hit.source && <FromSource source={hit.source} />}
                  <SourceLink url={hit.url} source={hit.source ?? ''}>
                    {hit.name}
                  </SourceLink>
                </span>
              </td>
              <td>
                {hit.account && (
                  <Link to="/accounts/$id" params={{ id: hit.account.id }}>
                    {hit.account.name}
                  </Link>
                )}
              </td>
              <td className={css.mute}>{hit.former ? hit.value : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
