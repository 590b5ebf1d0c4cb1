import { type RefObject, useEffect, useRef } from 'react';

/** For the next step of a dialog: what had the focus is gone with the step before, so this takes it. */
export function useFocusOnMount<Part extends HTMLElement>(): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useEffect(() => part.current?.focus({ preventScroll: true }), []);
  return part;
}
