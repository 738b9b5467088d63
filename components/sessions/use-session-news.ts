import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ListedSession } from '@/server/auth/session-list';
import { useSessionWords } from './use-session-words';

/**
 * What to read out when the list has changed by itself: which sessions have begun, and which have ended. Those that are
 * ended on this page go without a word after `keepQuiet`: whoever ends them is told by other means.
 * @param sessions undefined while they could not be read
 */
export function useSessionNews(sessions: ListedSession[] | undefined) {
  const t = useTranslations('sessions');
  const { deviceOf } = useSessionWords();
  const before = useRef(sessions);
  const quiet = useRef(new Set<string>());
  const [news, setNews] = useState<{ number: number; lines: string[] }>({ number: 0, lines: [] });

  const tell = useEffectEvent(() => {
    const last = before.current;
    before.current = sessions ?? last;
    if (!sessions || !last) return;
    const began = without(sessions, last).map((one) => t('began', { device: deviceOf(one) }));
    const went = without(last, sessions)
      .filter(({ id }) => !quiet.current.has(id))
      .map((one) => t('wentAway', { device: deviceOf(one) }));
    // Of two in the same kind of browser it is said once.
    const lines = [...new Set([...began, ...went])];
    if (lines.length) setNews(({ number }) => ({ number: number + 1, lines }));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each list that comes.
  useEffect(() => tell(), [sessions]);

  return { news, keepQuiet: (some: ListedSession[]) => some.forEach(({ id }) => void quiet.current.add(id)) };
}

function without(some: ListedSession[], others: ListedSession[]) {
  const known = new Set(others.map(({ id }) => id));
  return some.filter(({ id }) => !known.has(id));
}
