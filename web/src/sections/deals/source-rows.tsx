import type { SourceName } from '@/api/provenance';
import type { KeyValue } from '@/components/key-values';
import { RecordLink } from '@/components/record-link';
import { formatMoney } from '@/lib/money';

import type { DealsView } from './model';

/** The rows that the block of one CRM shows. */
export function dealsFrom(view: DealsView, source: SourceName): KeyValue[] {
  const open = (view.open_deals ?? []).filter((each) => each.ref.source === source).slice(0, 2);
  return open.map((deal, index) => ({
    key: `deal-${deal.ref.external_id}`,
    label: index === 0 ? 'Top open deals' : '',
    value: (
      <>
        <RecordLink record={deal.ref}>{deal.name}</RecordLink>
        {deal.value && formatMoney(deal.value)}
      </>
    ),
  }));
}
