import type { Sourced, SourceName } from '@/api/provenance';
import type { KeyValue } from '@/components/key-values';
import { inWords } from '@/lib/text';
import { formatDay } from '@/lib/time';

import type { ProfileView } from './model';

/** What this source says of a field, whether its word was taken or another's. */
function saidBy<T>(sourced: Sourced<T> | undefined, source: SourceName): T | undefined {
  if (!sourced) return undefined;
  if (sourced.source === source) return sourced.value;
  return sourced.others?.find((each) => each.source === source)?.value;
}

/** The rows that the block of one source shows of the profile. */
export function profileFrom(view: ProfileView, source: SourceName): KeyValue[] {
  const words = (key: string, label: string, sourced: Sourced<string> | undefined): KeyValue | undefined => {
    const said = saidBy(sourced, source);
    return said === undefined ? undefined : { key, label, value: inWords(said) };
  };
  const contractEnds = saidBy(view.contract_ends_on, source);
  return [
    words('lifecycle', 'Lifecycle stage', view.lifecycle_stage),
    words('industry', 'Industry', view.industry),
    words('plan', 'Plan', view.plan),
    words('status', 'Status', view.product_status),
    contractEnds === undefined
      ? undefined
      : { key: 'contract', label: 'Contract ends', value: formatDay(contractEnds) },
  ].filter((row) => row !== undefined);
}
