'use client';

import { useLocale } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { momentText } from '@/messages/dates';

const never = () => () => undefined;

/**
 * A moment for whoever is not signed in: in the zone of their device, which the server does not know; until then in UTC.
 * The zone is named.
 */
export function LocalMoment({ at }: { at: string }) {
  const locale = useLocale();
  const timeZone = useSyncExternalStore(
    never,
    () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
  return <time dateTime={at}>{momentText({ at: new Date(at), locale, timeZone, zoneName: true })}</time>;
}
