import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { followWhileSeen } from '@/lib/changes';
import { type Customer, timelineKeyOf, writtenKeyOf } from '@/lib/customers';

/** News of one moment are asked for together, and those of a storm one after another. */
const TOGETHER = 300;

/** Asks for all that stands on the page anew, once what is asked for just now has come: that may be from before. */
function renewing(client: QueryClient, customer: Customer) {
  const keys = [timelineKeyOf(customer), writtenKeyOf(customer)];
  let timer: number | undefined;
  const look = () => {
    timer = undefined;
    if (keys.some((queryKey) => client.isFetching({ queryKey }))) soon();
    else for (const queryKey of keys) void client.invalidateQueries({ queryKey });
  };
  const soon = () => {
    timer ??= window.setTimeout(look, TOGETHER);
  };
  return { soon, stop: () => window.clearTimeout(timer) };
}

/** What happens with a customer is on the open timeline at once. `account` is where its changes are told. */
export function useLiveTimeline({ of, id }: Customer, account: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (account === undefined) return undefined;
    const { soon, stop } = renewing(client, { of, id });
    const unfollow = followWhileSeen(account, { onChange: soon, onMissed: soon });
    return () => {
      unfollow();
      stop();
    };
  }, [client, of, id, account]);
}
