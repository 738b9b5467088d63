'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PersonAvatar } from '@/components/photo/person-avatar';
import { TextLink } from '@/components/ui/text-link';
import type { PersonLine } from '@/server/privacy/queries';

interface Props {
  person: PersonLine;
  /** Since when, in words. */
  fact?: ReactNode;
  actions?: ReactNode;
}

/** Somebody in a list: who, since when, and what can be done. Who hides or is away has no name and no page. */
export function PersonRow({ person, fact, actions }: Props) {
  const t = useTranslations('contacts');
  const { userId, handle, displayName, photoId } = person;
  return (
    <li
      data-row={userId}
      tabIndex={-1}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t py-4 first:border-t-0 first:pt-0 last:pb-0"
    >
      <PersonAvatar id={userId} name={displayName} photoId={photoId} />
      <div className="wrap-anywhere min-w-0 flex-1 basis-48">
        {handle ? (
          <TextLink href={`/u/${handle}`} prefetch={false} className="text-md">
            <bdi>{displayName}</bdi>
          </TextLink>
        ) : (
          <span className="font-medium text-md">{t('somebody')}</span>
        )}
        <p className="text-sm text-text-muted">
          {handle ? `@${handle}` : t('hidden')}
          {fact && <> · {fact}</>}
        </p>
      </div>
      {actions && <div className="ms-auto flex flex-wrap justify-end gap-2">{actions}</div>}
    </li>
  );
}
