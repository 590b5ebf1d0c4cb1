import { useState } from 'react';

import type { Indicator } from '@/api/page';
import { Card } from '@/components/card';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import { cx } from '@/lib/cx';
import { byTone, type Page } from '@/lib/page';

import css from './account-page.module.css';
import { Evidence } from './evidence';

const SHOWN = 5;

/** Every judgement, worst first; a click opens its reason and its records. Judgement comes last, so the height is kept. */
export function Signals({ page }: { page: Page }) {
  const [all, setAll] = useState(false);
  const { indicators } = page;
  const sorted = [...(indicators ?? [])].filter((each) => each.tone !== 'grey').sort(byTone);
  const pressing = sorted.filter((each) => each.tone === 'red' || each.tone === 'yellow').length;
  return (
    <Card
      title="What stands out"
      testId="signals"
      aside={
        indicators && (
          <>
            {pressing} to look at
            {sorted.length > SHOWN && (
              <MoreButton onClick={() => setAll(!all)}>
                {all ? 'Show fewer' : `Show all ${sorted.length}`}
              </MoreButton>
            )}
          </>
        )
      }
    >
      <div className={css.signals}>
        {!indicators && <SkeletonBlock height={259} />}
        {indicators && sorted.length === 0 && <Quiet>Nothing stands out.</Quiet>}
        {sorted.slice(0, all ? undefined : SHOWN).map((each) => (
          <Signal key={each.id} indicator={each} />
        ))}
      </div>
    </Card>
  );
}

function Signal({ indicator }: { indicator: Indicator }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={cx(css.signal, css[indicator.tone])} data-tone={indicator.tone}>
      <button type="button" className={css.signalTitle} aria-expanded={open} onClick={() => setOpen(!open)}>
        {indicator.title}
      </button>
      <p className={cx(!open && css.folded)}>{indicator.why}</p>
      {open && <Evidence refs={indicator.evidence} />}
    </div>
  );
}
