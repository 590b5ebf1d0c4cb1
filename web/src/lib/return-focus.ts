import { useEffect, useState } from 'react';

/** For what opens over the page and is gone once it closes: the focus goes back to where it came from. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}
