import { IconCloudOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import type { AuditRow } from '@/api/service';
import { Avatar } from '@/components/avatar';
import { ToggleButton } from '@/components/chart-frame';
import { Moment } from '@/components/moment';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton, Quiet } from '@/components/stack';
import { type Column, Table } from '@/components/table';
import { reasonOf } from '@/lib/api';
import { inWords } from '@/lib/text';

import css from './access-log.module.css';
import { type AuditFilter, auditQuery } from './audit-query';
import { type FoldedLook, foldRepeats } from '@/lib/audit/fold';
import { actionWords, detailWords } from '@/lib/audit/words';

interface LooksProps {
  filter: AuditFilter;
  onUser?: ((user: NonNullable<AuditRow['user']>) => void) | undefined;
}

/** Who looked at what, newest first; refreshes of open pages on demand. */
export function Looks({ filter, onUser }: LooksProps) {
  const [refreshes, setRefreshes] = useState(false);
  return (
    <>
      <div className={css.controls}>
        <ToggleButton pressed={refreshes} onToggle={() => setRefreshes(!refreshes)}>
          With refreshes
        </ToggleButton>
      </div>
      <LookTable filter={{ ...filter, refreshes }} onUser={onUser} />
    </>
  );
}

function LookTable({ filter, onUser }: LooksProps) {
  const log = useInfiniteQuery(auditQuery(filter));
  if (log.isPending) return <SkeletonBlock height={320} />;
  if (log.error)
    return (
      <Notice icon={<IconCloudOff size={22} />} title="The access log could not be read" minHeight={240}>
        {reasonOf(log.error)}
      </Notice>
    );
  const looks = foldRepeats(log.data.pages.flatMap((page) => page.items));
  if (looks.length === 0) return <Quiet>Nobody has looked yet.</Quiet>;
  return (
    <>
      <Table
        caption="Looks, newest first"
        rows={looks}
        keyOf={(look) => look.last.id.toString()}
        columns={columnsFor(filter, onUser)}
      />
      {log.hasNextPage && (
        <MoreButton onClick={() => void log.fetchNextPage()}>
          {log.isFetchingNextPage ? 'Reading earlier looks…' : 'Earlier looks'}
        </MoreButton>
      )}
    </>
  );
}

function columnsFor(filter: AuditFilter, onUser: LooksProps['onUser']): Column<FoldedLook>[] {
  const columns: Column<FoldedLook>[] = [
    { name: 'user', title: 'Who', cell: ({ last }) => <Who row={last} onUser={onUser} /> },
    { name: 'action', title: 'What', cell: (look) => <What look={look} /> },
    { name: 'when', title: 'When', right: true, cell: (look) => <When look={look} /> },
  ];
  if (!filter.account && !filter.contact)
    columns.splice(2, 0, {
      name: 'account',
      title: 'Account',
      cell: ({ last: { account } }) =>
        account ? (
          <Link to="/accounts/$id" params={{ id: account.id }}>
            {account.name}
          </Link>
        ) : (
          '–'
        ),
    });
  return columns;
}

function Who({ row, onUser }: { row: AuditRow; onUser: LooksProps['onUser'] }) {
  const { user, via } = row;
  const name = user?.name ?? 'Rotunda itself';
  return (
    <div className={css.user}>
      <Avatar name={name} />
      <div>
        {user && onUser ? (
          <button
            type="button"
            className={css.filter}
            title={`Only looks of ${user.name}`}
            onClick={() => onUser(user)}
          >
            {name}
          </button>
        ) : (
          name
        )}
        {via && <div className={css.sub}>{inWords(via)}</div>}
      </div>
    </div>
  );
}

function What({ look: { last, times } }: { look: FoldedLook }) {
  const detail = detailWords(last.detail);
  return (
    <>
      {actionWords(last)}
      {times > 1 && <Quiet> {times} times</Quiet>}
      {detail && <div className={css.sub}>{detail}</div>}
    </>
  );
}

function When({ look: { first, last, times } }: { look: FoldedLook }) {
  return (
    <>
      <Moment at={last.at} as="clock" />
      {times > 1 && (
        <div className={css.sub}>
          since <Moment at={first.at} as="clock" />
        </div>
      )}
    </>
  );
}
