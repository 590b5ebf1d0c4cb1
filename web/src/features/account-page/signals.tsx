import { Card } from '@/components/card';
import { SkeletonBlock } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { cx } from '@/lib/cx';
import { byTone, type Page } from '@/lib/page';

import css from './account-page.module.css';
import { Evidence } from './evidence';

/** Every judgement with its reason and its records. */
export function Signals({ page }: { page: Page }) {
  const indicators = [...(page.indicators ?? [])].filter((each) => each.tone !== 'grey').sort(byTone);
  const pressing = indicators.filter((each) => each.tone !== 'green');
  return (
    <Card title="Signals" aside={page.indicators && `${pressing.length} to look at`} testId="signals">
      {!page.indicators && <SkeletonBlock height={110} />}
      {page.indicators && indicators.length === 0 && <Quiet>Nothing stands out.</Quiet>}
      {(pressing.length ? pressing : indicators).map((each) => (
        <div key={each.id} className={cx(css.signal, css[each.tone])}>
          <b>{each.title}</b>
          <p>{each.why}</p>
          <Evidence refs={each.evidence} />
        </div>
      ))}
    </Card>
  );
}
