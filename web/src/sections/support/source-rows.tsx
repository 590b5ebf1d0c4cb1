import type { SourceName } from '@/api/provenance';
import type { KeyValue } from '@/components/key-values';
import { RecordLink } from '@/components/record-link';
import { formatNumber } from '@/lib/numbers';

import type { SupportView } from './model';
import { severityWords } from './words';

/** The rows that the block of one helpdesk shows. */
export function supportFrom(view: SupportView, source: SourceName): KeyValue[] {
  const tickets = (view.tickets ?? []).filter((each) => each.ref.source === source);
  const rows: KeyValue[] = [];
  if (view.open_count !== undefined) {
    const kinds = severityWords(view.open_by_severity);
    rows.push({
      key: 'open',
      label: 'Open tickets',
      value: view.open_count > 1 ? `${formatNumber(view.open_count)}, of them ${kinds}` : kinds || 'none',
    });
  }
  const newest = tickets[0];
  if (newest)
    rows.push({
      key: 'newest',
      label: 'Newest',
      value: <RecordLink record={newest.ref}>{newest.subject}</RecordLink>,
    });
  if (view.escalations_90d)
    rows.push({
      key: 'escalated',
      label: 'Escalated',
      value: `${formatNumber(view.escalations_90d)} in 90 days`,
    });
  return rows;
}
