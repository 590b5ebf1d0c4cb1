import { useQuery, useQueryClient } from '@tanstack/react-query';

import type { AccountDeals, Pace } from '@/api/insight';
import { Card } from '@/components/card';
import { Quiet, Stack } from '@/components/stack';
import { reasonOf } from '@/lib/api';

import type { PanelProps } from '../section-module';
import { ClosedDeals } from './closed-deals';
import { DealCards } from './deal-cards';
import { dealsQuery } from './deals-query';
import { Figures } from './figures';
import type { DealsView } from './model';
import { RelatedRecords } from './related-records';

/** Every deal, how they go, and what else there is of the customer beside them. */
export function DealsPanel({ view, page }: PanelProps<DealsView>) {
  const { data, error } = useQuery(dealsQuery(useQueryClient(), page.account.id));
  return (
    <Stack>
      <Figures figures={data?.figures} failed={error !== null} />
      {error && !data && <p role="alert">The figures could not be read: {reasonOf(error)}</p>}
      {view.truncated && (
        <Quiet>The CRM has older deals than were read: figures are of those that were.</Quiet>
      )}
      <Card title="Open deals">
        {view.open_deals?.length ? (
          <DealCards deals={view.open_deals} paces={pacesOf(data)} />
        ) : (
          <Quiet>No deal is open.</Quiet>
        )}
      </Card>
      <Card title="Closed deals">
        {view.closed_deals?.length ? (
          <ClosedDeals deals={view.closed_deals} />
        ) : (
          <Quiet>No deal was closed yet.</Quiet>
        )}
      </Card>
      <RelatedRecords page={page} />
    </Stack>
  );
}

function pacesOf(told: AccountDeals | undefined): ReadonlyMap<string, Pace> {
  return new Map(told?.open?.map(({ deal, pace }) => [deal.ref.external_id, pace]));
}
