import type { Conversation, Message } from '@/api/contacts';
import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { Quiet } from '@/components/stack';
import { cx } from '@/lib/cx';

import css from './messages.module.css';

/** What was said in one conversation, oldest first; internal notes look different from what the customer could read. */
export function Messages({ conversation }: { conversation: Conversation }) {
  const { messages = [], older, unread } = conversation;
  if (unread) return <Quiet>What was said could not be read: the source does not answer.</Quiet>;
  if (messages.length === 0) return null;
  return (
    <>
      {older && <Quiet>Older messages are in the source.</Quiet>}
      <ol className={css.messages} aria-label="Messages">
        {messages.map((each) => (
          <MessageItem key={each.id} message={each} />
        ))}
      </ol>
    </>
  );
}

function MessageItem({ message }: { message: Message }) {
  const { internal, direction } = message;
  const side = internal ? css.internal : direction === 'inbound' ? css.inbound : css.outbound;
  return (
    <li className={cx(css.message, side)} data-testid="message" data-internal={internal ? 'true' : 'false'}>
      <p className={css.by}>
        <b>{whoSaid(message)}</b>
        {internal && <Badge tone="yellow">Internal note</Badge>}
        <Moment at={message.at} as="clock" />
      </p>
      <p className={css.text}>{message.text}</p>
    </li>
  );
}

/** The author, else which side it was: whoever may not read who a customer is still sees who is being answered. */
export function whoSaid({ author, direction }: Message): string {
  if (author !== undefined) return author;
  return direction === 'inbound' ? 'The customer' : direction === 'outbound' ? 'A teammate' : 'Somebody';
}
