import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';

import type { ChannelMix, EventPage, EventType, TimelineEvent } from '@/api/timeline';
import { getJson, queryString } from '@/lib/api';
import { type Customer, customerPath, timelineKeyOf as keyOf } from '@/lib/customers';
import { MINUTE, SECOND } from '@/lib/time';

const PAGE = 50;
/** Pages that stand on the screen at once: however far somebody scrolls, the page stays as light. */
const SHOWN = 6;

/** What somebody wants to see of a timeline. Days are YYYY-MM-DD; `at` is where it begins instead of now. */
export interface Wanted {
  types: readonly EventType[];
  from?: string | undefined;
  to?: string | undefined;
  person?: string | undefined;
  q: string;
  routine: boolean;
  grouped: boolean;
  at?: string | undefined;
}

export const EVERYTHING: Wanted = { types: [], q: '', routine: false, grouped: false };

export interface Counts {
  counts: NonNullable<EventPage['counts']>;
  routine: number;
  exact: boolean;
}

/** Counts do not follow the chosen types, the order, or the place: they are told with each first page. */
const countsKey = (customer: Customer, { from, to, person, q, routine }: Wanted) =>
  [...keyOf(customer), 'counts', { from, to, person, q, routine }] as const;

const asked = ({ types, from, to, person, q, routine, grouped, at }: Wanted) => ({
  types: types.join(','),
  from,
  to,
  person,
  q: q.trim(),
  at,
  routine: routine ? 'true' : undefined,
  group: grouped ? 'type' : undefined,
});

interface Beside {
  cursor: string;
  direction: 'older' | 'newer';
}

/** Pages in both directions from where it begins. What is far from the eye is let go and read again when it is near. */
export const timelineQuery = (client: QueryClient, customer: Customer, wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(customer), 'pages', wanted],
    queryFn: async ({ pageParam, signal }): Promise<EventPage> => {
      const query = queryString({ ...asked(wanted), ...pageParam, limit: PAGE });
      const page = await getJson<EventPage>(`${customerPath(customer)}/timeline${query}`, signal);
      const { counts, routine, exact } = page;
      if (counts) client.setQueryData(countsKey(customer, wanted), { counts, routine: routine ?? 0, exact });
      return page;
    },
    initialPageParam: undefined as Beside | undefined,
    getNextPageParam: ({ older }): Beside | undefined =>
      older === null ? undefined : { cursor: older, direction: 'older' },
    getPreviousPageParam: ({ newer }): Beside | undefined =>
      newer === null ? undefined : { cursor: newer, direction: 'newer' },
    maxPages: SHOWN,
    placeholderData: keepPreviousData,
    staleTime: MINUTE,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (onItsWay(state.data?.pages[0]) ? 5 * SECOND : false),
  });

/** Something was written just now that is to go elsewhere, too: a moment later it is there. */
const onItsWay = (page: EventPage | undefined): boolean =>
  page?.entries.some(
    ({ at, outbox }) => outbox?.state === 'waiting' && Date.now() - Date.parse(at) < 2 * MINUTE,
  ) ?? false;

/** What was written here and is taken back is gone from the page at once. */
export function takeAway(client: QueryClient, customer: Customer, written: string): void {
  const others = (entries: readonly TimelineEvent[]) =>
    entries.filter(({ record }) => record?.id !== written);
  const without = (page: EventPage): EventPage => ({
    ...page,
    entries: others(page.entries),
    groups: page.groups?.map((each) => ({ ...each, entries: others(each.entries) })) ?? null,
  });
  client.setQueriesData<InfiniteData<EventPage>>(
    { queryKey: [...keyOf(customer), 'pages'] },
    (data) => data && { ...data, pages: data.pages.map(without) },
  );
}

/** Filled by the first page; asked for by nobody. */
export const countsQuery = (customer: Customer, wanted: Wanted) =>
  queryOptions<Counts>({
    queryKey: countsKey(customer, wanted),
    queryFn: () => Promise.reject(new Error('told by the first page')),
    enabled: false,
    placeholderData: keepPreviousData,
  });

/** One event with all of its text. */
export const eventQuery = (customer: Customer, id: string) =>
  queryOptions({
    queryKey: [...keyOf(customer), 'event', id],
    queryFn: ({ signal }) => getJson<TimelineEvent>(`${customerPath(customer)}/timeline/${id}`, signal),
    staleTime: MINUTE,
  });

/** The last year, month by month. */
export const channelMixQuery = (customer: Customer) =>
  queryOptions({
    queryKey: [...keyOf(customer), 'channel-mix'],
    queryFn: ({ signal }) => getJson<ChannelMix>(`${customerPath(customer)}/channel-mix?by=month`, signal),
    staleTime: 5 * MINUTE,
  });
