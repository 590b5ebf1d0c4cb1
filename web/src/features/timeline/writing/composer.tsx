import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import type { WrittenKind } from '@/api/written';
import { SkeletonBlock } from '@/components/skeleton';
import type { Customer } from '@/lib/customers';
import { cx } from '@/lib/cx';
import { useMay, useReads } from '@/lib/session';

import { KINDS, WRITTEN_KINDS } from './kinds';
import { WritingForm } from './writing-form';
import { tasksQuery } from './written-query';
import css from './writing.module.css';

const COMMUNICATION = 'communication';
const HEIGHT = 52;

/** A form that is asked for from elsewhere; `onDone` when it is closed, or another one is chosen. */
export interface Asked {
  kind: WrittenKind;
  onDone: () => void;
}

interface ComposerProps {
  customer: Customer;
  asked?: Asked | undefined;
}

/** Whoever may not write sees nothing of it. */
export function Composer({ customer, asked }: ComposerProps) {
  const may = useMay('field_edit');
  const reads = useReads(COMMUNICATION);
  const { data, isPending } = useQuery({ ...tasksQuery(customer), enabled: may && reads });
  if (!may || !reads) return null;
  if (isPending) return <SkeletonBlock height={HEIGHT} />;
  return data?.writable.length ? (
    <Writing customer={customer} asked={asked} writable={data.writable} />
  ) : null;
}

interface WritingProps extends ComposerProps {
  writable: readonly string[];
}

/** What is not a note is for all who read what is said with the customer. */
const kindsFor = (writable: readonly string[]): WrittenKind[] =>
  WRITTEN_KINDS.filter((kind) => kind === 'note' || writable.includes(COMMUNICATION));

function Writing({ customer, asked, writable }: WritingProps) {
  const [chosen, setChosen] = useState<WrittenKind>();
  const kind = asked?.kind ?? chosen;
  const setKind = (to: WrittenKind | undefined) => {
    setChosen(to);
    asked?.onDone();
  };
  const buttons = useRef<HTMLDivElement>(null);
  const close = () => {
    buttons.current?.querySelector<HTMLElement>('[aria-expanded=true]')?.focus({ preventScroll: true });
    setKind(undefined);
  };
  return (
    <section className={css.composer} aria-label="Write" data-testid="composer">
      <div ref={buttons} className={css.kinds} role="group" aria-label="What to write">
        {kindsFor(writable).map((each) => (
          <KindButton
            key={each}
            kind={each}
            open={each === kind}
            onToggle={(to) => setKind(to ? each : undefined)}
          />
        ))}
      </div>
      {kind && <WritingForm key={kind} customer={customer} kind={kind} writable={writable} onClose={close} />}
    </section>
  );
}

interface KindButtonProps {
  kind: WrittenKind;
  open: boolean;
  onToggle: (open: boolean) => void;
}

function KindButton({ kind, open, onToggle }: KindButtonProps) {
  const { title, Icon } = KINDS[kind];
  return (
    <button
      type="button"
      className={cx(css.kind, open && css.open)}
      aria-expanded={open}
      onClick={() => onToggle(!open)}
    >
      <Icon size={15} aria-hidden />
      {title}
    </button>
  );
}
