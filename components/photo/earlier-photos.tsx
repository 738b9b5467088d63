'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import type { PhotoView } from '@/server/photos/rules';
import { PersonAvatar } from './person-avatar';

/** A photo that was put aside, and when it came in, by date and time in the person's zone. */
export type EarlierPhoto = PhotoView & { when: string };

interface Props {
  person: { id: string; name: string };
  photos: EarlierPhoto[];
  /** The id of the one that is being restored. */
  changing: string | undefined;
  onRestore: (photo: EarlierPhoto) => void;
}

/** The last photos before the one in use, each of which can be it again. */
export function EarlierPhotos({ person, photos, changing, onRestore }: Props) {
  const t = useTranslations('photo');
  const titleId = useId();
  return (
    <div className="flex flex-col gap-3 border-t pt-4">
      <div>
        <h3 id={titleId} className="font-medium text-md">
          {t('earlier')}
        </h3>
        <p className="text-sm text-text-muted">{t('earlierText')}</p>
      </div>
      <ul aria-labelledby={titleId} className="flex flex-col gap-3">
        {photos.map((photo) => (
          <li key={photo.id} className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <PersonAvatar {...person} photoId={photo.id} size="lg" />
            <div className="min-w-0 flex-1 basis-40 text-md">
              <p>{t('from', { when: photo.when })}</p>
              {photo.alt && (
                <p id={`${titleId}-${photo.id}`} className="truncate text-sm text-text-muted">
                  <bdi>{photo.alt}</bdi>
                </p>
              )}
            </div>
            <Button
              size="sm"
              loading={changing === photo.id}
              aria-label={t('useNamed', { when: photo.when })}
              aria-describedby={photo.alt ? `${titleId}-${photo.id}` : undefined}
              onClick={() => onRestore(photo)}
            >
              {t('use')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
