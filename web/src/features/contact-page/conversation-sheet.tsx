import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Conversation } from '@/api/contacts';
import { Badge } from '@/components/badge';
import { KeyValues } from '@/components/key-values';
import { Moment } from '@/components/moment';
import { SourceLink } from '@/components/record-link';
import { SkeletonBlock } from '@/components/skeleton';
import { reasonOf } from '@/lib/api';
import { useMay } from '@/lib/session';
import { useSource } from '@/lib/sources';
import { inWords, listed } from '@/lib/text';

import css from './contact-page.module.css';
import { conversationQuery } from './contact-query';
import { Messages } from './messages';
import { kindOf, titleOf, toneOf } from './words';

interface SheetProps {
  contact: string;
  conversation: Conversation | undefined;
  onClose: () => void;
}

/** One conversation beside the list: closing it leaves the reader where they were. */
export function ConversationSheet({ contact, conversation, onClose }: SheetProps) {
  return (
    <Drawer.Root opened={conversation !== undefined} onClose={onClose} position="right" size="md" returnFocus>
      <Drawer.Overlay />
      <Drawer.Content data-testid="conversation-sheet">
        {conversation && <Sheet contact={contact} conversation={conversation} />}
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Sheet({ contact, conversation }: { contact: string; conversation: Conversation }) {
  return (
    <>
      <Drawer.Header role="none">
        <Drawer.Title className={css.sheetTitle}>{titleOf(conversation)}</Drawer.Title>
        <Drawer.CloseButton aria-label="Close" />
      </Drawer.Header>
      <Drawer.Body>
        <p className={css.sheetMarks}>
          <Badge tone={conversation.internal ? 'yellow' : 'plain'}>{kindOf(conversation)}</Badge>
          {conversation.status !== undefined && (
            <Badge tone={toneOf(conversation)}>{inWords(conversation.status)}</Badge>
          )}
        </p>
        <KeyValues rows={valuesOf(conversation)} />
        {conversation.text !== undefined && <p className={css.sheetText}>{conversation.text}</p>}
        {conversation.kind === 'ticket' && <Said contact={contact} conversation={conversation} />}
        <Origin conversation={conversation} />
      </Drawer.Body>
    </>
  );
}

/** All that was said, read when somebody wants to know it. */
function Said({ contact, conversation }: { contact: string; conversation: Conversation }) {
  const may = useMay('section_drill');
  const said = useQuery({ ...conversationQuery(contact, conversation), enabled: may });
  if (!may) return null;
  if (said.error) return <p role="alert">{reasonOf(said.error)}</p>;
  return said.data ? <Messages conversation={said.data} /> : <SkeletonBlock height={160} />;
}

function valuesOf(item: Conversation) {
  const { assignee, channel, severity, direction, number, with_people: people = [] } = item;
  return [
    { key: 'last', label: 'Last activity', value: <Moment at={item.at} as="clock" /> },
    ...(item.began_at === item.at
      ? []
      : [{ key: 'began', label: 'Began', value: <Moment at={item.began_at} as="clock" /> }]),
    ...(number === undefined ? [] : [{ key: 'number', label: 'Number', value: `#${number}` }]),
    ...(channel === undefined ? [] : [{ key: 'channel', label: 'Channel', value: inWords(channel) }]),
    ...(direction === undefined ? [] : [{ key: 'way', label: 'Direction', value: inWords(direction) }]),
    ...(severity === undefined || severity === 'none'
      ? []
      : [{ key: 'severity', label: 'Severity', value: inWords(severity) }]),
    ...(assignee === undefined ? [] : [{ key: 'assignee', label: 'On our side', value: assignee }]),
    ...(people.length ? [{ key: 'people', label: 'With', value: listed(people) }] : []),
  ];
}

function Origin({ conversation }: { conversation: Conversation }) {
  const { title } = useSource(conversation.source);
  return (
    <p className={css.sheetOrigin}>
      <SourceLink url={conversation.url} source={conversation.source}>
        Whole conversation in {title}
      </SourceLink>
    </p>
  );
}
