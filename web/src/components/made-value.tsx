import { Popover } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';

import type { Made, MadeInput } from '@/api/provenance';
import { formatMoney } from '@/lib/money';

import css from './made-value.module.css';
import { RecordLink } from './record-link';

interface MadeValueProps {
  /** What the number is, such as "MRR". */
  label: string;
  made: Made;
  children: ReactNode;
}

/** A computed number. A click shows how it was made: the formula, and every input with a link to its record. */
export function MadeValue({ label, made, children }: MadeValueProps) {
  return (
    <Popover width={320} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={css.value} title="How was this made?" data-made>
          {children}
          <span className="visually-hidden" data-hint>
            , how was this made?
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`How ${label} was made`}>
        <HowMade label={label} made={made} />
      </Popover.Dropdown>
    </Popover>
  );
}

function HowMade({ label, made }: { label: string; made: Made }) {
  const inputs = made.inputs ?? [];
  return (
    <div
      className={css.box}
      tabIndex={0}
      role="group"
      aria-label={`How ${label} was made`}
      data-testid="how-made"
    >
      <h3 className={css.title}>How {label} was made</h3>
      <p>{made.formula}</p>
      {inputs.length > 0 && (
        <dl className={css.inputs}>
          {inputs.map((input, index) => (
            <Fragment key={index}>
              <dt>{input.label}</dt>
              <dd>{inputValue(input)}</dd>
            </Fragment>
          ))}
        </dl>
      )}
    </div>
  );
}

function inputValue(input: MadeInput): ReactNode {
  const words = input.money ? formatMoney(input.money) : (input.text ?? '');
  return input.ref ? <RecordLink record={input.ref}>{words}</RecordLink> : words;
}
