'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SettingRow } from '@/components/ui/setting-row';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { PhotoView } from '@/server/photos/rules';

const load = () => import('./alt-form').then(({ AltForm }) => AltForm);

/** What the photo shows, for people who cannot see it; edited in place. */
export function AltRow({ photo }: { photo: PhotoView }) {
  const t = useTranslations('photo');
  const Form = useLazyPart(load, false);
  // As it was just saved, until the page says the same.
  const [said, setSaid] = useState<{ over: PhotoView; alt: string }>();
  const alt = said?.over === photo ? said.alt : photo.alt;
  return (
    <div className="border-t pt-4">
      <SettingRow
        label={t('alt')}
        value={alt ? <bdi>{alt}</bdi> : t('altNone')}
        editLabel={t('edit')}
        editName={t('editAlt')}
      >
        {(close) =>
          Form && (
            <Form
              id={photo.id}
              alt={alt}
              onClose={close}
              onSaved={(saved) => {
                setSaid({ over: photo, alt: saved });
                close();
              }}
            />
          )
        }
      </SettingRow>
    </div>
  );
}
