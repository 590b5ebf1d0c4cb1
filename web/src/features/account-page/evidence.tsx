import type { Ref } from '@/api/provenance';
import { RecordLink } from '@/components/record-link';
import { SourceMark } from '@/components/source-mark';
import { inWords } from '@/lib/text';

import css from './account-page.module.css';

const SHOWN = 4;

/** The records that a judgement rests on. */
export function Evidence({ refs }: { refs: readonly Ref[] | undefined }) {
  if (!refs?.length) return null;
  return (
    <div className={css.evidence}>
      {refs.slice(0, SHOWN).map((record) => (
        <span key={`${record.source}/${record.record_type}/${record.external_id}`}>
          <SourceMark source={record.source} />{' '}
          <RecordLink record={record}>{inWords(record.record_type)}</RecordLink>
        </span>
      ))}
      {refs.length > SHOWN && <span>and {refs.length - SHOWN} more</span>}
    </div>
  );
}
