import { IconHistoryOff, IconLock, IconCloudOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';

import type { EventGroup, TimelineEvent } from '@/api/timeline';
import { Notice } from '@/components/notice';
import { SkeletonBlock } from '@/components/skeleton';
import { MoreButton } from '@/components/stack';
import { isStatus, reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/numbers';
import { formatMonthLong } from '@/lib/time';

import { Edge } from './edge';
import { Entry } from './entry';
import { KeepsPlace } from './keeps-place';
import { GROUP_TITLES } from './kinds';
import css from './timeline.module.css';
import { EVERYTHING, timelineQuery, type Wanted } from './timeline-query';
import { monthOf } from './words';

const HEIGHT = 480;

interface EntriesProps {
  customer: Customer;
  wanted: Wanted;
  onWant: (wanted: Wanted) => void;
}

/** The stream itself, as far as it is in sight. */
export function Entries({ customer, wanted, onWant }: EntriesProps) {
  const client = useQueryClient();
  const query = useInfiniteQuery(timelineQuery(client, customer, wanted));
  const { data, error, isPlaceholderData } = query;
  if (!data) return error ? <Unread error={error} /> : <SkeletonBlock height={HEIGHT} />;
  const groups = data.pages[0]?.groups;
  if (groups) return <Groups customer={customer} groups={groups} wanted={wanted} onWant={onWant} />;
  const events = data.pages.flatMap((page) => page.entries);
  return (
    <div className={cx(css.stream, isPlaceholderData && css.before)} aria-busy={query.isFetching}>
      {error && <p role="alert">It could not be read on: {reasonOf(error)}</p>}
      {query.hasPreviousPage && !isPlaceholderData && (
        <Edge
          label={data.pageParams[0] === undefined && wanted.at === undefined ? 'What is planned' : 'Newer'}
          busy={query.isFetchingPreviousPage}
          patient
          onReach={() => void query.fetchPreviousPage()}
        />
      )}
      {events.length === 0 ? (
        <Nothing wanted={wanted} onWant={onWant} />
      ) : (
        <KeepsPlace of={data} from={data.pageParams[0]}>
          <Months customer={customer} events={events} />
        </KeepsPlace>
      )}
      {query.hasNextPage && !isPlaceholderData && (
        <Edge label="Older" busy={query.isFetchingNextPage} onReach={() => void query.fetchNextPage()} />
      )}
      {!query.hasNextPage && events.length > 0 && <p className={css.end}>This is where it begins.</p>}
    </div>
  );
}

interface EventsProps {
  customer: Customer;
  events: readonly TimelineEvent[];
}

function Months({ customer, events }: EventsProps) {
  const months = [...new Set(events.map(({ at }) => monthOf(at)))];
  return months.map((month) => (
    <section key={month} aria-label={formatMonthLong(month)}>
      <h3 className={css.month}>{formatMonthLong(month)}</h3>
      <List customer={customer} events={events.filter(({ at }) => monthOf(at) === month)} />
    </section>
  ));
}

function List({ customer, events }: EventsProps) {
  return (
    <ol className={css.entries}>
      {events.map((event) => (
        <Entry key={event.id} customer={customer} event={event} />
      ))}
    </ol>
  );
}

interface GroupsProps extends EntriesProps {
  groups: readonly EventGroup[];
}

function Groups({ customer, groups, wanted, onWant }: GroupsProps) {
  if (groups.length === 0) return <Nothing wanted={wanted} onWant={onWant} />;
  return groups.map(({ name, types, events, entries, older }) => (
    <section
      key={name}
      className={css.group}
      aria-label={GROUP_TITLES[name] ?? name}
      data-testid={`group-${name}`}
    >
      <h3 className={css.month}>
        {GROUP_TITLES[name] ?? name} <span className={css.number}>{formatNumber(events)}</span>
      </h3>
      <List customer={customer} events={entries} />
      {older !== null && (
        <MoreButton onClick={() => onWant({ ...wanted, types, grouped: false })}>
          All {formatNumber(events)}
        </MoreButton>
      )}
    </section>
  ));
}

function Nothing({ wanted, onWant }: Pick<EntriesProps, 'wanted' | 'onWant'>) {
  const isFiltered = JSON.stringify(wanted) !== JSON.stringify({ ...EVERYTHING, grouped: wanted.grouped });
  return (
    <Notice
      icon={<IconHistoryOff size={22} />}
      title={isFiltered ? 'Nothing like that' : 'Nothing has happened yet'}
      minHeight={HEIGHT / 2}
      action={isFiltered && <MoreButton onClick={() => onWant(EVERYTHING)}>Show everything</MoreButton>}
    >
      {isFiltered
        ? 'No event that you may read fits the filters.'
        : 'What sources tell of this customer stands here as soon as it is read.'}
    </Notice>
  );
}

function Unread({ error }: { error: Error }) {
  const forbidden = isStatus(error, 403) || isStatus(error, 404);
  return (
    <Notice
      icon={forbidden ? <IconLock size={22} /> : <IconCloudOff size={22} />}
      title={forbidden ? 'There is nothing here for you' : 'The timeline could not be read'}
      minHeight={HEIGHT / 2}
    >
      {forbidden ? 'What happened with this customer is not part of your role.' : reasonOf(error)}
    </Notice>
  );
}
