import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import { cx } from '@/lib/cx';

import type { Suggestion } from './mentions';
import css from './writing.module.css';

interface Choosing<One> {
  chosen: One | undefined;
  /** True where the key was one for the list. */
  onKey: (event: KeyboardEvent) => boolean;
}

/** Arrows go through the list, Enter and Tab take, Escape closes it; the field keeps the focus. */
export function useChoosing<One extends Suggestion>(
  items: readonly One[],
  onTake: (one: One) => void,
  onClose: () => void,
): Choosing<One> {
  const [at, setAt] = useState(0);
  const chosen = items[Math.min(at, items.length - 1)];
  const move = (by: number) => setAt((Math.min(at, items.length - 1) + by + items.length) % items.length);
  const onKey = (event: KeyboardEvent): boolean => {
    if (!chosen || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return false;
    const deeds: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => onTake(chosen),
      Tab: () => onTake(chosen),
      Escape: onClose,
    };
    const deed = deeds[event.key];
    if (!deed || (event.key === 'Tab' && event.shiftKey)) return false;
    event.preventDefault();
    event.stopPropagation();
    setAt(0);
    deed();
    return true;
  };
  return { chosen, onKey };
}

export const optionId = (list: string, one: Suggestion | undefined): string | undefined =>
  one && `${list}-${one.id}`;

interface SuggestionsProps<One> {
  id: string;
  label: string;
  items: readonly One[];
  chosen: One | undefined;
  onTake: (one: One) => void;
}

export function Suggestions<One extends Suggestion>(props: SuggestionsProps<One>) {
  const { id, label, items, chosen, onTake } = props;
  return (
    <div className={css.suggestions} id={id} role="listbox" aria-label={label}>
      {items.map((each) => (
        <Option
          key={each.id}
          id={optionId(id, each)}
          one={each}
          isChosen={each === chosen}
          onTake={() => onTake(each)}
        />
      ))}
    </div>
  );
}

interface OptionProps {
  id: string | undefined;
  one: Suggestion;
  isChosen: boolean;
  onTake: () => void;
}

/** The field keeps the focus and its keys; an option only answers the pointer. */
function Option({ id, one, isChosen, onTake }: OptionProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={element}
      id={id}
      role="option"
      className={cx(css.suggestion, isChosen && css.chosen)}
      aria-selected={isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      {one.name}
      {one.about !== undefined && <span className={css.about}>{one.about}</span>}
    </div>
  );
}
