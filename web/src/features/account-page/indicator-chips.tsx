import { Popover } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

import type { Indicator } from '@/api/page';
import { cx } from '@/lib/cx';
import { byTone } from '@/lib/page';

import css from './account-page.module.css';
import { Evidence } from './evidence';

const SHOWN = 6;

/** What stands out, worst first; a click says why. Good news only fills the room that is left. */
export function IndicatorChips({ indicators }: { indicators: readonly Indicator[] | undefined }) {
  const sorted = (indicators ?? []).filter((each) => each.tone !== 'grey').sort(byTone);
  return (
    <div className={css.chips} data-testid="indicators">
      {sorted.slice(0, SHOWN).map((indicator) => (
        <Chip key={indicator.id} indicator={indicator} />
      ))}
    </div>
  );
}

function Chip({ indicator }: { indicator: Indicator }) {
  return (
    <Popover width={280} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={cx(css.chip, css[indicator.tone])} data-tone={indicator.tone}>
          {indicator.tone === 'red' && <IconAlertTriangle size={13} aria-hidden />}
          {indicator.title}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Why: ${indicator.title}`}>
        <div className={css.why}>
          <p>{indicator.why}</p>
          <Evidence refs={indicator.evidence} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
