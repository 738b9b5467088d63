import { type ComponentType, useEffect, useState } from 'react';

// Moving, and not being over something: a browser says that of a pointer which merely rests where the page comes up.
const intents = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/**
 * A component that is fetched with the page's first sign of use, or at once when `wanted`: undefined until then.
 * It keeps the popups' weight out of the first load and is there before a press ends. A fetch that failed is
 * tried again the next time it is wanted. `load` must be the same function on each render.
 */
export function useLazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
  wanted: boolean,
): ComponentType<Props> | undefined {
  const [part, setPart] = useState<ComponentType<Props>>();
  useEffect(() => {
    if (part) return;
    const gone = new AbortController();
    const fetchPart = () => {
      load().then(
        (loaded) => !gone.signal.aborted && setPart(() => loaded),
        () => undefined,
      );
    };
    if (wanted) {
      fetchPart();
    } else {
      for (const intent of intents) {
        document.addEventListener(intent, fetchPart, { once: true, passive: true, signal: gone.signal });
      }
    }
    return () => gone.abort();
  }, [part, wanted, load]);
  return part;
}
