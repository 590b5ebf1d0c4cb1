import { IconBuildingOff } from '@tabler/icons-react';

import { Notice } from '@/components/notice';
import { SkeletonLines } from '@/components/skeleton';
import { isStatus, ProblemError, reasonOf } from '@/lib/api';
import type { ListKind } from '@/lib/search-words';

import { SearchProblem } from './search-problem';

interface RefusedProps {
  kind: ListKind;
  q: string;
  error: Error;
}

export function Refused({ kind, q, error }: RefusedProps) {
  if (error instanceof ProblemError && error.problem.field === 'q' && !isStatus(error, 503))
    return <SearchProblem q={q} problem={error.problem} />;
  const forbidden = isStatus(error, 403) || isStatus(error, 404);
  return (
    <Notice
      icon={<IconBuildingOff size={24} />}
      title={forbidden ? `Your role does not include the list of ${kind}` : 'The list could not be read'}
      minHeight={240}
    >
      {reasonOf(error)}
    </Notice>
  );
}

const NONE: Record<ListKind, [filtered: string, all: string, what: string]> = {
  accounts: [
    'No account matches this search',
    'There are no accounts yet',
    'Take a word or a filter away. Only accounts that you may see are searched.',
  ],
  contacts: [
    'No contact matches this search',
    'There are no contacts that you may see',
    'Take a word or a filter away. Only people of accounts that you may see are searched.',
  ],
  conversations: [
    'No conversation has this number or these words',
    'No conversation has this number or these words',
    'Conversations are found by their number, today’s or an old one, and by words of their subject once the customer was read.',
  ],
};

interface NothingFoundProps {
  kind: ListKind;
  filtered: boolean;
  /** What the answer itself says of it. */
  notice: string | null | undefined;
}

export function NothingFound({ kind, filtered, notice }: NothingFoundProps) {
  const [none, empty, what] = NONE[kind];
  return (
    <Notice icon={<IconBuildingOff size={24} />} title={filtered ? none : empty} minHeight={240}>
      {notice ?? (filtered ? what : 'They appear once a connected source has been read.')}
    </Notice>
  );
}

export function Waiting() {
  return <SkeletonLines widths={Array.from({ length: 12 }, (_, index) => `${96 - (index % 4) * 9}%`)} />;
}
