import { QueryCache, QueryClient } from '@tanstack/react-query';

import { isStatus, ProblemError } from '@/lib/api';

/** What the server refused it refuses again: only a server that did not answer, or stumbled, is asked once more. */
function worthAnotherTry(failures: number, error: Error): boolean {
  const status = error instanceof ProblemError ? error.status : 0;
  return failures < 1 && (status === 0 || status >= 500);
}

let onSignedOut: () => void = () => undefined;

/** Called when any answer says that the session is over. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (isStatus(error, 401)) onSignedOut();
    },
  }),
  defaultOptions: {
    queries: { retry: worthAnotherTry, staleTime: 30_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

/** What somebody has begun to write stays until it is kept or they sign out. */
queryClient.setQueryDefaults(['draft'], { gcTime: Infinity });
