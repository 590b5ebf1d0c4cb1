import { InputBase } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';

import { useMay } from '@/lib/session';
import { teammatesQuery } from '@/lib/teammates';

import { fitting, mentionAt, type Suggestion, withMention } from './mentions';
import { optionId, Suggestions, useChoosing } from './suggestions';
import css from './writing.module.css';

interface MentionAreaProps {
  label: string;
  text: string;
  rows: number;
  placeholder?: string;
  error: string | undefined;
  onText: (text: string) => void;
}

/** Markdown, with the names of teammates offered after an `@`. */
export function MentionArea({ label, text, rows, placeholder, error, onText }: MentionAreaProps) {
  const list = useId();
  const { area, items, choosing, take, look, close } = useMentions(text, onText);
  const open = items.length > 0;
  return (
    <div className={css.mentioning}>
      <InputBase
        component="textarea"
        multiline
        ref={area}
        label={label}
        rows={rows}
        value={text}
        {...(placeholder !== undefined && { placeholder })}
        error={error}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        {...(open && {
          'aria-controls': list,
          'aria-activedescendant': optionId(list, choosing.chosen),
        })}
        onChange={({ currentTarget }) => {
          onText(currentTarget.value);
          look(currentTarget);
        }}
        onKeyDown={(event: KeyboardEvent) => choosing.onKey(event)}
        onSelect={({ currentTarget }) => look(currentTarget)}
        onBlur={close}
      />
      {open && (
        <Suggestions id={list} label="Teammates" items={items} chosen={choosing.chosen} onTake={take} />
      )}
    </div>
  );
}

/** What is offered at the caret, and how it is taken. */
function useMentions(text: string, onText: (text: string) => void) {
  const area = useRef<HTMLTextAreaElement>(null);
  const placeCaret = useCaretAfter(text, area);
  const may = useMay('field_edit');
  const { data: teammates = [] } = useQuery({ ...teammatesQuery, enabled: may });
  const [caret, setCaret] = useState<number>();
  const [closedAt, setClosedAt] = useState<number>();
  const mention = caret === undefined ? undefined : mentionAt(text, caret);
  const open = mention && mention.start !== closedAt;
  const items = open
    ? fitting<Suggestion>(teammates, mention.typed).filter((each) => !isWhole(each, mention.typed))
    : [];
  const take = ({ name }: Suggestion) => {
    if (!mention) return;
    const [changed, behind] = withMention(text, mention, name);
    onText(changed);
    setCaret(undefined);
    placeCaret(behind);
  };
  const choosing = useChoosing(items, take, () => setClosedAt(mention?.start));
  const look = ({ selectionStart, selectionEnd }: HTMLTextAreaElement) => {
    setCaret(selectionStart === selectionEnd ? selectionStart : undefined);
    if (mention === undefined) setClosedAt(undefined);
  };
  return { area, items, choosing, take, look, close: () => setCaret(undefined) };
}

/** Puts the caret where it is wanted as soon as the text is there: the next key may be pressed already. */
function useCaretAfter(text: string, area: RefObject<HTMLTextAreaElement | null>) {
  const place = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (place.current === undefined) return;
    area.current?.setSelectionRange(place.current, place.current);
    place.current = undefined;
  }, [text, area]);
  return (at: number) => {
    place.current = at;
  };
}

/** A name that stands there in full is not offered again. */
const isWhole = ({ name }: Suggestion, typed: string): boolean =>
  name.toLocaleLowerCase() === typed.trim().toLocaleLowerCase();
