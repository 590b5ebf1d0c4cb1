import {
  IconCalendarEvent,
  IconCircleCheck,
  IconCoin,
  IconFlag,
  IconHourglass,
  IconRefresh,
} from '@tabler/icons-react';

import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { RecordLink } from '@/components/record-link';
import { Row, Rows } from '@/components/rows';
import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';
import { formatMoney } from '@/lib/money';

import type { CardProps } from '../section-module';
import type { UpcomingItem, UpcomingKind, UpcomingView } from './model';

const SHOWN = 4;

const ICONS: Record<UpcomingKind, typeof IconFlag> = {
  renewal: IconRefresh,
  trial_end: IconHourglass,
  cancellation: IconFlag,
  meeting: IconCalendarEvent,
  task: IconCircleCheck,
  deal_close: IconCoin,
};

export function Upcoming({ section }: CardProps) {
  return (
    <SectionCard<UpcomingView>
      title="Upcoming"
      topic="Upcoming"
      section={section}
      testId="section-upcoming"
      height={3 * 50}
    >
      {(view) => <Items items={itemsOf(view)} />}
    </SectionCard>
  );
}

/** All three calendars as one, soonest first. */
function itemsOf({ contract = [], engagements = [], deals = [] }: UpcomingView): UpcomingItem[] {
  return [...contract, ...engagements, ...deals].sort((one, other) => one.at.localeCompare(other.at));
}

function Items({ items }: { items: readonly UpcomingItem[] }) {
  if (items.length === 0) return <Quiet>Nothing is planned.</Quiet>;
  return (
    <Rows>
      {items.slice(0, SHOWN).map((item) => {
        const Icon = ICONS[item.kind];
        return (
          <Row
            key={`${item.kind}/${item.ref.external_id}`}
            icon={<Icon size={15} aria-hidden />}
            title={<RecordLink record={item.ref}>{item.title}</RecordLink>}
            sub={[item.owner, item.money && formatMoney(item.money)].filter(Boolean).join(' · ') || undefined}
            end={
              <>
                <Moment at={item.at} as={item.kind === 'meeting' ? 'clock' : 'short'} />
                {item.overdue ? <Badge tone="orange">Overdue</Badge> : <Moment at={item.at} />}
              </>
            }
          />
        );
      })}
    </Rows>
  );
}
