import { SectionCard } from '@/components/section-card';
import { Quiet } from '@/components/stack';

import type { CardProps } from '../section-module';
import { DealCards } from './deal-cards';
import type { DealsView } from './model';

const SHOWN = 2;

/** The open deals that close first, for the overview. */
export function OpenDeals({ section }: CardProps) {
  return (
    <SectionCard<DealsView> title="Deals" topic="Deals" section={section} testId="section-deals" height={121}>
      {(view) =>
        view.open_deals?.length ? (
          <DealCards deals={view.open_deals.slice(0, SHOWN)} />
        ) : view.closed_deals?.length ? (
          <>
            <Quiet>No deal is open. The last ones:</Quiet>
            <DealCards deals={view.closed_deals.slice(0, SHOWN)} />
          </>
        ) : (
          <Quiet>There was no deal yet.</Quiet>
        )
      }
    </SectionCard>
  );
}
