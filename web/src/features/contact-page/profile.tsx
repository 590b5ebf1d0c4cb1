import type { ReactNode } from 'react';

import type { Conversation } from '@/api/contacts';
import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { SourceLink } from '@/components/record-link';
import { FromSource } from '@/components/source-mark';
import { cx } from '@/lib/cx';
import { inWords } from '@/lib/text';

import css from './contact-page.module.css';
import type { PersonPage } from './contact-query';
import { ConversationPages } from './conversation-pages';
import { Messages } from './messages';
import threads from './messages.module.css';
import { aboutOf, keyOf, kindOf, titleOf, toneOf } from './words';

interface ProfileProps {
  page: PersonPage;
  /** Who looked at this person; absent where the viewer may not see it. */
  accessLog: ReactNode;
}

/** Everything about one person: all that was said, internal notes too, and who looked. */
export function Profile({ page, accessLog }: ProfileProps) {
  return (
    <div className={cx(threads.profile, accessLog === undefined && threads.alone)}>
      <div className={css.column}>
        <ConversationPages
          page={page}
          shape="profile"
          title="Everything that was said"
          item={(each) => <Thread key={keyOf(each)} item={each} />}
        />
      </div>
      {accessLog !== undefined && <div className={css.column}>{accessLog}</div>}
    </div>
  );
}

function Thread({ item }: { item: Conversation }) {
  return (
    <li className={threads.thread} data-testid="thread">
      <h3>
        <FromSource source={item.source} />{' '}
        <SourceLink url={item.url} source={item.source}>
          {titleOf(item)}
        </SourceLink>
      </h3>
      <p className={css.sheetMarks}>
        {item.internal && <Badge tone="yellow">{kindOf(item)}</Badge>}
        {item.status !== undefined && <Badge tone={toneOf(item)}>{inWords(item.status)}</Badge>}
        <span className={css.about}>
          {aboutOf(item)} · <Moment at={item.at} as="clock" />
        </span>
      </p>
      {item.text !== undefined && <p className={threads.said}>{item.text}</p>}
      <Messages conversation={item} />
    </li>
  );
}
