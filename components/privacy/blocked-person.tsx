'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { PersonAvatar } from '@/components/photo/person-avatar';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/text-link';
import { dateText } from '@/messages/dates';
import type { Acquaintance } from '@/server/contacts/queries';

/** A line of the list: who, since when, and the way back. */
export function BlockedPerson({ person, onUnblock }: { person: Acquaintance; onUnblock: () => void }) {
  const t = useTranslations('privacy');
  const { userId, handle, displayName, photoId, since } = person;
  const date = dateText({ at: new Date(since), locale: useLocale(), timeZone: useTimeZone() });
  return (
    <li
      data-row={userId}
      tabIndex={-1}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 first:pt-0 last:pb-0"
    >
      <PersonAvatar id={userId} name={displayName} photoId={photoId} />
      <div className="min-w-0 flex-1 basis-48">
        {handle ? (
          <TextLink href={`/u/${handle}`} prefetch={false} className="wrap-anywhere text-md">
            <bdi>{displayName}</bdi>
          </TextLink>
        ) : (
          // They hide, or pause: who they are is not told, and they can be let go all the same.
          <p className="text-md">{t('blockedUnseen')}</p>
        )}
        <p className="wrap-anywhere text-sm text-text-muted">
          {handle && `@${handle} · `}
          {t('blockedSince', { date })}
        </p>
      </div>
      <Button
        size="sm"
        className="ms-auto"
        aria-label={t('unblockNamed', { name: displayName ? isolate(displayName) : t('blockedUnseen') })}
        onClick={onUnblock}
      >
        {t('unblock')}
      </Button>
    </li>
  );
}
