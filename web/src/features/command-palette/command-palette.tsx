import { Loader, Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useState } from 'react';

import { useReturnFocus } from '@/lib/return-focus';

import css from './command-palette.module.css';
import { moved, type PaletteEntry } from './entries';
import { useEntries } from './use-entries';

/** One field for everything: accounts, identifiers, pages, actions. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  useReturnFocus();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const { entries, busy, notice } = useEntries(typed);
  const list = useId();
  const chosen = entries[Math.min(place, entries.length - 1)];
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setPlace(moved(place, step, entries.length));
    else if (event.key === 'Enter') run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root opened onClose={onClose} padding={0} size={580} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Search and commands" data-testid="palette">
        <Modal.Body>
          <Field
            list={list}
            chosen={chosen}
            typed={typed}
            busy={busy}
            onType={(text) => {
              setTyped(text);
              setPlace(0);
            }}
            onKeyDown={onKeyDown}
          />
          <Results id={list} entries={entries} chosen={chosen} onRun={run} />
          {entries.length === 0 && !busy && (
            <p className={css.none}>
              {notice ?? 'Nothing fits. Only accounts and people that you may see are searched.'}
            </p>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

interface FieldProps {
  list: string;
  chosen: PaletteEntry | undefined;
  typed: string;
  busy: boolean;
  onType: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Field({ list, chosen, typed, busy, onType, onKeyDown }: FieldProps) {
  return (
    <div className={css.field}>
      <IconSearch size={17} aria-hidden />
      <input
        className={css.input}
        value={typed}
        placeholder="Account, person, email, phone, domain, ticket, or what to do"
        role="combobox"
        aria-label="Search and commands"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={chosen && `${list}-${chosen.key}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        data-testid="palette-input"
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {busy && <Loader size={16} />}
    </div>
  );
}

interface ResultsProps {
  id: string;
  entries: readonly PaletteEntry[];
  chosen: PaletteEntry | undefined;
  onRun: (entry: PaletteEntry) => void;
}

function Results({ id, entries, chosen, onRun }: ResultsProps) {
  const groups = [...new Set(entries.map((entry) => entry.group))];
  return (
    <div className={css.results} id={id} role="listbox" aria-label="Results">
      {groups.map((group) => (
        <div key={group} role="group" aria-label={group}>
          <div className={css.group} aria-hidden>
            {group}
          </div>
          {entries
            .filter((entry) => entry.group === group)
            .map((entry) => (
              <Result
                key={entry.key}
                id={`${id}-${entry.key}`}
                entry={entry}
                chosen={entry === chosen}
                onRun={() => onRun(entry)}
              />
            ))}
        </div>
      ))}
    </div>
  );
}

interface ResultProps {
  id: string;
  entry: PaletteEntry;
  chosen: boolean;
  onRun: () => void;
}

/** The field keeps the focus and its keys; a result only answers the pointer. */
function Result({ id, entry, chosen, onRun }: ResultProps) {
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={(element) => {
        if (chosen) element?.scrollIntoView({ block: 'nearest' });
      }}
      id={id}
      className={css.result}
      role="option"
      aria-selected={chosen}
      data-testid="palette-result"
      onClick={onRun}
    >
      <span className={css.title}>{entry.title}</span>
      {entry.sub && <span className={css.sub}>{entry.sub}</span>}
    </div>
  );
}
