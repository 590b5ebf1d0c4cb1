import { Meter } from '@/components/meter';
import { Sparkline } from '@/components/sparkline';
import { Quiet } from '@/components/stack';
import { cx } from '@/lib/cx';
import { count, formatNumber } from '@/lib/numbers';
import { listed } from '@/lib/text';

import type { FeatureUse, UsageView } from './model';
import css from './usage.module.css';

interface FeatureBarsProps {
  view: UsageView;
  limit: number;
}

/** How many of the users used each feature of their plan in 30 days, and how that went over 12 weeks. */
export function FeatureBars({ view, limit }: FeatureBarsProps) {
  const features = view.features ?? [];
  if (features.length === 0) return <Quiet>No feature is counted for this account.</Quiet>;
  const available = features.filter((each) => each.available);
  const outside = features.filter((each) => !each.available);
  const users = view.users_total ?? Math.max(1, ...features.map((each) => each.users_30d));
  return (
    <>
      <ul>
        {available.slice(0, limit).map((feature) => (
          <FeatureRow key={feature.key} feature={feature} users={users} />
        ))}
      </ul>
      {available.length > limit && (
        <p className={css.rest}>{count(available.length - limit, 'more feature')} in the tab “Usage”.</p>
      )}
      {available.length < limit && outside.length > 0 && (
        <p className={css.rest}>Not in the plan: {listed(outside.map((each) => each.name))}.</p>
      )}
    </>
  );
}

function FeatureRow({ feature, users }: { feature: FeatureUse; users: number }) {
  const unused = feature.users_30d === 0;
  return (
    <li className={cx(css.feature, unused && css.unused)}>
      <span className={css.name} title={feature.name}>
        {feature.name}
      </span>
      <Meter share={users ? feature.users_30d / users : 0} />
      <span className={css.number}>
        {unused ? (
          'unused'
        ) : (
          <>
            <b>{formatNumber(feature.users_30d)}</b> of {count(users, 'user')}
          </>
        )}
      </span>
      <Sparkline
        values={feature.weekly_users ?? []}
        label={`Weekly users of ${feature.name} over 12 weeks: ${(feature.weekly_users ?? []).join(', ')}`}
      />
    </li>
  );
}
