import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { queryString } from '@/lib/api';

import { pageKey } from './account-query';

/** Several sections of one source change together: they are asked for together. */
const TOGETHER = 150;

const askAnew = (client: QueryClient, id: string) => {
  void client.invalidateQueries({ queryKey: pageKey(id), exact: true }, { cancelRefetch: false });
};

/** Asks for the page anew once what it is asked for just now has come: that may be from before. */
function follower(client: QueryClient, id: string) {
  let timer: number | undefined;
  const look = () => {
    timer = undefined;
    if (client.isFetching({ queryKey: pageKey(id), exact: true })) hear();
    else askAnew(client, id);
  };
  const hear = () => {
    timer ??= window.setTimeout(look, TOGETHER);
  };
  return {
    hear,
    stop: () => {
      window.clearTimeout(timer);
    },
  };
}

/** Listens until it is stopped. The browser itself comes back after a break and says what it has heard last. */
function listen(client: QueryClient, id: string, account: string): () => void {
  const { hear, stop } = follower(client, id);
  const source = new EventSource(`/api/v1/changes${queryString({ account })}`);
  source.addEventListener('change', hear);
  source.addEventListener('missed', hear);
  return () => {
    stop();
    source.close();
  };
}

/**
 * What changes in a source is on the open page at once. A hidden page does not listen, because browsers allow few
 * streams; it is asked for anew when it is seen again. `id` is that of the address, `account` that of who is shown.
 */
export function useLiveSections(id: string, account: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (account === undefined) return undefined;
    let stop: (() => void) | undefined;
    const follow = () => {
      stop?.();
      stop = document.hidden ? undefined : listen(client, id, account);
    };
    const turned = () => {
      follow();
      if (!document.hidden) askAnew(client, id);
    };
    follow();
    document.addEventListener('visibilitychange', turned);
    return () => {
      document.removeEventListener('visibilitychange', turned);
      stop?.();
    };
  }, [client, id, account]);
}
