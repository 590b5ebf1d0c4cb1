import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { FromSource } from '@/components/source-mark';
import { inWords } from '@/lib/text';

import { type ChosenValue, chosenValuesQuery, type Kind } from './merging-query';
import css from './merging.module.css';
import { Problem } from './parts';
import { ruleWords } from './rules';

/** Of a customer of several members: which rule chose each value of the head, and what else is said. */
export function ChosenValues({ kind, id }: { kind: Kind; id: string }) {
  const [opened, setOpened] = useState(false);
  const { data, error } = useQuery({ ...chosenValuesQuery(kind, id), enabled: opened });
  return (
    <Popover
      width={320}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <button type="button" className={css.why} onClick={() => setOpened(!opened)}>
          Why these values?
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Which rule chose each value" data-testid="chosen-values">
        <Problem error={error} />
        <div className={css.chosenScroll} tabIndex={0} role="group" aria-label="Values" data-autofocus>
          <dl className={css.chosen}>
            {data?.map((item) => (
              <Value key={item.name} kind={kind} item={item} />
            ))}
          </dl>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Value({ kind, item }: { kind: Kind; item: ChosenValue }) {
  return (
    <div data-rule={item.rule} data-testid={`chosen-${item.name}`}>
      <dt>
        {inWords(item.name)}: {ruleWords(kind, item.rule)}
      </dt>
      <dd>
        {item.value} {item.source !== null && <FromSource source={item.source} />}
      </dd>
      {item.others.map((other) => (
        <dd key={other.value} className={css.sub}>
          not {other.value} {other.source !== null ? <FromSource source={other.source} /> : null} of{' '}
          {other.whose.name}
        </dd>
      ))}
    </div>
  );
}
