'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { PHOTO_TYPES } from '@/server/photos/rules';
import { AltRow } from './alt-row';
import { type EarlierPhoto, EarlierPhotos } from './earlier-photos';
import { PersonAvatar } from './person-avatar';
import { useChosenPicture } from './use-chosen-picture';
import { useImagesGiven } from './use-images-given';
import { type Photos, usePhotoChanges } from './use-photo-changes';

interface Props {
  person: { id: string; name: string };
  photos: Omit<Photos, 'previous'> & { previous: EarlierPhoto[] };
}

/** One's photo: it saves by itself, apart from the form below. What it takes to choose one is fetched once one is chosen. */
export function PhotoCard({ person, photos }: Props) {
  const t = useTranslations('photo');
  const input = useRef<HTMLInputElement>(null);
  const choose = useRef<HTMLButtonElement>(null);
  const { current, cleaned, changing, show, remove, restore } = usePhotoChanges(photos, () =>
    choose.current?.focus(),
  );
  const { chosen, opening, refusal, open, close } = useChosenPicture();
  const { over, handlers } = useImagesGiven((file) => void open(file));

  function pick({ camera }: { camera: boolean }) {
    if (!input.current) return;
    if (camera) input.current.setAttribute('capture', 'user');
    else input.current.removeAttribute('capture');
    input.current.click();
  }

  return (
    <Card id="photo" title={t('title')} description={t('text')} hint={t('hint')} className="mb-6">
      <div {...handlers} className="flex flex-wrap items-center gap-x-6 gap-y-4">
        <div className="relative">
          <PersonAvatar
            {...person}
            photoId={current?.id}
            size="xl"
            label={current ? current.alt || t('yours') : undefined}
          />
          {over && (
            <span className="absolute -inset-1 grid place-items-center rounded-full border-2 border-accent border-dashed bg-surface/85 p-2 text-center font-medium text-sm">
              {t('drop')}
            </span>
          )}
        </div>
        <div className="flex min-w-0 flex-1 basis-56 flex-col gap-3">
          {!current && <p className="text-md text-text-muted">{t('none')}</p>}
          <div className="flex flex-wrap gap-2">
            <Button ref={choose} loading={opening} onClick={() => pick({ camera: false })}>
              {t(current ? 'change' : 'choose')}
            </Button>
            <Button className="pointer-fine:hidden" onClick={() => pick({ camera: true })}>
              {t('take')}
            </Button>
            {current && (
              <Button variant="ghost" onClick={remove}>
                {t('remove')}
              </Button>
            )}
          </div>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept={PHOTO_TYPES.join()}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            // So that the same file can be chosen again.
            event.target.value = '';
            if (file) void open(file);
          }}
        />
      </div>
      <RefusalNote refusal={refusal} />
      <p role="status" className="text-md text-text-muted empty:hidden">
        {opening ? t('opening') : cleaned}
      </p>
      {current && <AltRow key={current.id} photo={current} />}
      {photos.previous.length > 0 && (
        <EarlierPhotos person={person} photos={photos.previous} changing={changing} onRestore={restore} />
      )}
      {chosen && (
        <chosen.Editor
          key={chosen.number}
          picture={chosen.picture}
          open={chosen.open}
          onClose={close}
          onSaved={(photo, found) => {
            close();
            show(photo, found);
          }}
          finalFocus={() => choose.current}
        />
      )}
    </Card>
  );
}
