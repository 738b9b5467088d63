import { useEffect, useRef } from 'react';

/** Milliseconds after which code that did not come is asked for again. */
const TRY_AGAIN = 15_000;

/**
 * Calls `onChange` whenever something is signed in or out for this person elsewhere, at once and from any instance, and once
 * at the beginning. Only while the tab is looked at. When the session itself is over, the tab goes to the sign-in page.
 */
export function useChanges(onChange: () => void) {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    let stop: (() => void) | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const begin = async () => {
      // Fetched once the page stands: nobody waits for it.
      const code = await import('./access-stream').catch(() => undefined);
      if (isGone) return;
      if (code) stop = code.followAccess(() => latest.current());
      else again = setTimeout(() => void begin(), TRY_AGAIN);
    };
    void begin();
    return () => {
      isGone = true;
      clearTimeout(again);
      stop?.();
    };
  }, []);
}
