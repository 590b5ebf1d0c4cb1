import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';

import type { AccountColumn } from '@/api/service';
import type { ListKind } from '@/lib/search-words';

import css from './lists.module.css';
import { SearchHelp } from './search-help';
import { faultAt, PROBLEM_ID } from './search-problem';

const ASKS: Record<ListKind, [label: string, placeholder: string]> = {
  accounts: ['Search accounts', 'Name, domain, city, or plan:pro mrr:>1000 renewal:<90d'],
  contacts: ['Search contacts', 'Name, email, phone, company, or title:buyer plan:pro'],
  conversations: ['Search conversations', 'in:conversations late invoice'],
};

interface SearchFieldProps {
  q: string;
  kind: ListKind;
  available: readonly AccountColumn[];
  /** Where the search is at fault. */
  problem: number | undefined;
  onChange: (q: string, atOnce?: boolean) => void;
}

/** The search, with the mistake underlined in place, and help a key away. */
export function SearchField({ q, kind, available, problem, onChange }: SearchFieldProps) {
  const [label, placeholder] = ASKS[kind];
  const [helping, setHelping] = useState(false);
  const [scrolled, setScrolled] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={css.search}>
      <div className={css.field}>
        <TextInput
          ref={input}
          aria-label={label}
          placeholder={placeholder}
          value={q}
          data-testid="account-search"
          classNames={{ input: css.typed }}
          error={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : PROBLEM_ID}
          aria-keyshortcuts="?"
          autoComplete="off"
          spellCheck={false}
          leftSection={<IconSearch size={15} aria-hidden />}
          rightSection={q ? <ClearButton onClear={() => onChange('', true)} /> : undefined}
          onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
          onKeyDown={(event) => {
            if (event.key !== '?' || q !== '') return;
            event.preventDefault();
            setHelping(true);
          }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {problem !== undefined && <Fault text={q} position={problem} scrolled={scrolled} />}
      </div>
      <SearchHelp
        opened={helping}
        kind={kind}
        available={available}
        onToggle={setHelping}
        onTake={(example) => {
          onChange(`${q} ${example}`.trim(), true);
          setHelping(false);
          input.current?.focus();
        }}
      />
    </div>
  );
}

/** Lies over the field letter by letter, unseen but for the line under the fault. */
function Fault({ text, position, scrolled }: { text: string; position: number; scrolled: number }) {
  const [before, fault] = faultAt(text, position);
  return (
    <div className={css.fault} aria-hidden data-testid="search-fault">
      <span style={{ marginLeft: -scrolled }}>
        {before}
        <mark>{fault}</mark>
      </span>
    </div>
  );
}

function ClearButton({ onClear }: { onClear: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Clear the search" onClick={onClear}>
      <IconX size={14} aria-hidden />
    </ActionIcon>
  );
}
