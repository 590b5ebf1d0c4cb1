import { useInfiniteQuery } from '@tanstack/react-query';
import { IconArrowMerge, IconPencil } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import type { HistoryPage } from '@/api/fields';
import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { useMay } from '@/lib/session';

import css from './history.module.css';
import { historyQuery } from './history-query';
import { changeWords, deedWords } from './words';

const HEIGHT = 96;

type Line = HistoryPage['items'][number];
/** The dialog in which a merge is undone. */
type UndoSlot = (merge: string, onClose: () => void) => ReactNode;

interface HistoryCardProps {
  customer: Customer;
  undo?: UndoSlot;
}

/** All that became of a customer, newest first: fields before and after, merges, splits, decisions. */
export function HistoryCard({ customer, undo }: HistoryCardProps) {
  const [undoing, setUndoing] = useState<string>();
  const query = useInfiniteQuery(historyQuery(customer));
  const lines = query.data?.pages.flatMap((page) => page.items);
  return (
    <Card title="History" testId="history">
      <div style={{ minHeight: HEIGHT }}>
        {query.error && <p role="alert">{reasonOf(query.error)}</p>}
        {!lines && !query.error && <SkeletonBlock height={HEIGHT} />}
        {lines?.length === 0 && <Quiet>Nothing has been changed by hand yet.</Quiet>}
        {lines && lines.length > 0 && (
          <ol className={css.lines} aria-label="What was changed and decided, newest first">
            {lines.map((line) => (
              <HistoryLine
                key={`${line.id}/${line.what === 'field' ? '' : line.kind}`}
                line={line}
                onUndo={undo && setUndoing}
              />
            ))}
          </ol>
        )}
        {query.hasNextPage && (
          <MoreButton onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Reading earlier changes…' : 'Earlier changes'}
          </MoreButton>
        )}
      </div>
      {undoing !== undefined && undo?.(undoing, () => setUndoing(undefined))}
    </Card>
  );
}

function HistoryLine({ line, onUndo }: { line: Line; onUndo: ((merge: string) => void) | undefined }) {
  const isField = line.what === 'field';
  const Icon = isField ? IconPencil : IconArrowMerge;
  const mayMerge = useMay('account_merge');
  return (
    <li className={css.line} data-testid="history-line" data-kind={isField ? line.field.name : line.kind}>
      <Icon size={14} className={css.icon} aria-hidden />
      <div className={css.said}>
        <p>{isField ? changeWords(line) : deedWords(line)}</p>
        {!isField && line.because !== undefined && <p className={css.sub}>{line.because}</p>}
        <p className={css.sub}>
          {line.by?.name ?? (isField ? 'Rotunda' : 'Command line')}, <Moment at={line.at} as="clock" />
        </p>
      </div>
      {!isField && line.undoable && mayMerge && onUndo && (
        <button type="button" className={css.undo} onClick={() => onUndo(line.id)}>
          Undo
        </button>
      )}
    </li>
  );
}
