'use client';

import { AppWindow, AtSign, KeyRound, LogIn } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { dayText, momentText, timeText } from '@/messages/dates';
import type { EventGroup } from '@/server/security/catalog';
import type { ListedEvent } from '@/server/security/queries';
import { useEventWords } from './event-words';
import { useDeviceWords } from './use-device-words';

const ICONS: Record<EventGroup, typeof LogIn> = {
  signIn: LogIn,
  factors: KeyRound,
  apps: AppWindow,
  account: AtSign,
};

/** Events under the days on which they happened, in the person's zone. */
export function EventDays({ events }: { events: ListedEvent[] }) {
  const [locale, timeZone] = [useLocale(), useTimeZone()];
  const days = new Map<string, ListedEvent[]>();
  for (const event of events) {
    const day = dayText({ at: event.at, locale, timeZone });
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return (
    <div className="flex flex-col gap-5">
      {[...days].map(([day, ofDay]) => (
        <div key={day}>
          <h3 suppressHydrationWarning className="mb-1 font-medium text-sm text-text-muted">
            {day}
          </h3>
          <ul className="divide-y">
            {ofDay.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function EventRow({ event }: { event: ListedEvent }) {
  const t = useTranslations('securityLog');
  const words = useEventWords();
  const deviceWords = useDeviceWords();
  const { at, group, ip, thisSession, details } = event;
  const { endedSessions, left } = details;
  const Icon = ICONS[group];
  return (
    <li className="flex items-start gap-3 py-3">
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-text-muted" />
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere text-md">
          {words(event)} {thisSession && <Badge className="ms-1 align-text-bottom">{t('thisSession')}</Badge>}
        </p>
        <ul className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-text-muted">
          {typeof endedSessions === 'number' && endedSessions > 0 && (
            <li>{t('endedSessions', { count: endedSessions })}</li>
          )}
          {typeof left === 'number' && <li>{t('codesLeft', { count: left })}</li>}
          <li>{deviceWords(event)}</li>
          {ip && <li className="tabular wrap-anywhere">{ip}</li>}
        </ul>
      </div>
      <Time at={at} />
    </li>
  );
}

/** The time of the day; the whole of it on hover. */
function Time({ at }: { at: Date }) {
  const moment = { at, locale: useLocale(), timeZone: useTimeZone() };
  return (
    <time
      dateTime={at.toISOString()}
      title={momentText(moment)}
      suppressHydrationWarning
      className="tabular shrink-0 text-sm text-text-muted"
    >
      {timeText(moment)}
    </time>
  );
}
