'use client';

import { useSyncExternalStore } from 'react';
import { relativeTimeText } from './relative-time-text';

type Props = {
  at: Date | string;
  locale: string;
  /** The same moment by date and time, in the person's zone. */
  exact: string;
  className?: string | undefined;
};

/**
 * "3 hours ago", kept up to date, with the exact time on hover. The server and the first paint show the exact time,
 * which is the same on both sides; so nothing differs when React takes over.
 */
export function RelativeTime({ at, locale, exact, className }: Props) {
  const date = new Date(at);
  const minute = useSyncExternalStore(subscribe, currentMinute, () => undefined);
  return (
    <time dateTime={date.toISOString()} title={exact} className={className} suppressHydrationWarning>
      {minute === undefined ? exact : relativeTimeText({ at: date, now: new Date(), locale })}
    </time>
  );
}

/** One clock for all of them on the page. */
const listeners = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  clock ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, 20_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

function currentMinute() {
  return Math.floor(Date.now() / 60_000);
}
