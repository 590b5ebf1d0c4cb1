import { ActionIcon, Popover } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';

import type { AccountColumn } from '@/api/service';

import type { ListKind } from '@/lib/search-words';

import css from './lists.module.css';
import { helpOf } from './operators';

interface SearchHelpProps {
  opened: boolean;
  kind: ListKind;
  available: readonly AccountColumn[];
  onToggle: (opened: boolean) => void;
  onTake: (example: string) => void;
}

/** What can be written into the search. An example is taken into it by a click or by Enter. */
export function SearchHelp({ opened, kind, available, onToggle, onTake }: SearchHelpProps) {
  return (
    <Popover
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      opened={opened}
      onChange={onToggle}
      width="min(480px, 94vw)"
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={34}
          radius={8}
          aria-label="How to search"
          aria-haspopup="dialog"
          title="How to search (press ? in the empty field)"
          data-testid="search-help"
          onClick={() => onToggle(!opened)}
        >
          <IconHelp size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="How to search" className={css.help}>
        {helpOf(available, kind).map(({ title, lines }) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            <ul>
              {lines.map(({ example, finds }) => (
                <li key={example}>
                  <button type="button" onClick={() => onTake(example)}>
                    <code>{example}</code>
                    <span>{finds}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
