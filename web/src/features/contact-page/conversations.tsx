import type { Conversation } from '@/api/contacts';
import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { FromSource } from '@/components/source-mark';
import { inWords } from '@/lib/text';

import css from './contact-page.module.css';
import type { PersonPage } from './contact-query';
import { ConversationPages } from './conversation-pages';
import { whoSaid } from './messages';
import { aboutOf, keyOf, titleOf, toneOf } from './words';

interface ConversationsProps {
  page: PersonPage;
  onOpen: (conversation: Conversation) => void;
}

/** Every conversation in short: subject, last message, status, assignee, channel. A click opens it. */
export function Conversations({ page, onOpen }: ConversationsProps) {
  return (
    <ConversationPages
      page={page}
      title="Conversations"
      item={(each) => <Item key={keyOf(each)} item={each} onOpen={onOpen} />}
    />
  );
}

function Item({ item, onOpen }: { item: Conversation; onOpen: (one: Conversation) => void }) {
  return (
    <li className={css.conversation} data-testid="conversation">
      <FromSource source={item.source} />
      <div className={css.said}>
        <button type="button" className={css.subject} aria-haspopup="dialog" onClick={() => onOpen(item)}>
          {titleOf(item)}
        </button>
        <Excerpt item={item} />
        <p className={css.about}>
          {aboutOf(item)} · <Moment at={item.at} as="clock" />
        </p>
      </div>
      {item.status !== undefined && <Badge tone={toneOf(item)}>{inWords(item.status)}</Badge>}
    </li>
  );
}

function Excerpt({ item: { last, text, subject } }: { item: Conversation }) {
  if (last)
    return (
      <p className={css.excerpt} data-testid="last-message">
        {last.internal && <Badge tone="yellow">Internal note</Badge>} {whoSaid(last)}: {last.text}
      </p>
    );
  return text !== undefined && subject !== undefined ? <p className={css.excerpt}>{text}</p> : null;
}
