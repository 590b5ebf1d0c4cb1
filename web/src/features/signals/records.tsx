import type { Ref } from '@/api/provenance';
import { RecordLink } from '@/components/record-link';
import { SourceMark } from '@/components/source-mark';
import { inWords } from '@/lib/text';

import css from './signals.module.css';

/** The records that a signal rests on. */
export function Records({ refs }: { refs: readonly Ref[] | undefined }) {
  if (!refs?.length) return null;
  return (
    <div className={css.records}>
      {refs.slice(0, 4).map((record) => (
        <span key={`${record.source}/${record.record_type}/${record.external_id}`}>
          <SourceMark source={record.source} />{' '}
          <RecordLink record={record}>{inWords(record.record_type)}</RecordLink>
        </span>
      ))}
    </div>
  );
}
