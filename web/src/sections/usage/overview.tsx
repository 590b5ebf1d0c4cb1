import { SectionCard } from '@/components/section-card';

import type { CardProps } from '../section-module';
import { ActiveUsers, ACTIVE_USERS_HEIGHT } from './active-users';
import { FeatureBars } from './feature-bars';
import type { UsageView } from './model';

const FEATURES_SHOWN = 8;
const FEATURE_HEIGHT = 27;

export function UsageOverview({ section }: CardProps) {
  return (
    <>
      <SectionCard<UsageView>
        title="Daily active users, 90 days"
        topic="Usage"
        section={section}
        testId="section-usage"
        height={ACTIVE_USERS_HEIGHT}
      >
        {(view) => <ActiveUsers view={view} />}
      </SectionCard>
      <SectionCard<UsageView>
        title="Feature adoption"
        topic="Usage"
        section={section}
        height={FEATURES_SHOWN * FEATURE_HEIGHT}
      >
        {(view) => <FeatureBars view={view} limit={FEATURES_SHOWN} />}
      </SectionCard>
    </>
  );
}
