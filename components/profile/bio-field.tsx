'use client';

import { useTranslations } from 'next-intl';
import { useFormContext, useWatch } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { Tabs } from '@/components/ui/tabs';
import { Textarea } from '@/components/ui/textarea';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { ProfileForm } from '@/server/profile/inputs';
import { BIO_LENGTH, countCharacters } from '@/server/text/rules';
import { useProblem } from './use-problem';

const load = () => import('./rich-text').then((module) => module.RichText);

/** The bio, written in a little Markdown, with a preview that is drawn by the same code as the page. */
export function BioField() {
  const t = useTranslations('profile');
  const { register, formState } = useFormContext<ProfileForm>();
  const bio = useWatch<ProfileForm, 'bio'>({ name: 'bio' });
  const RichText = useLazyPart(load, false);
  const problem = useProblem();
  const used = countCharacters(bio.trim());
  return (
    <div>
      {/* For the eye alone: the field within the tab has its own label. */}
      <span aria-hidden="true" className="mb-1.5 block font-medium text-md">
        {t('bio')}
      </span>
      <Tabs
        label={t('writeOrPreview')}
        tabs={[
          {
            value: 'write',
            label: t('write'),
            panel: (
              <Field
                id="bio"
                label={t('bio')}
                labelHidden
                description={t('bioHint')}
                error={problem('bio')}
                counter={
                  <FieldCounter
                    used={used}
                    limit={BIO_LENGTH}
                    text={t('bioCounter', { used, limit: BIO_LENGTH })}
                  />
                }
              >
                <Textarea defaultValue={formState.defaultValues?.bio} {...register('bio')} />
              </Field>
            ),
          },
          {
            value: 'preview',
            label: t('preview'),
            panel: (
              <div className="min-h-24 rounded-md border border-dashed p-3 text-md">
                {bio.trim() && RichText ? (
                  <RichText text={bio} />
                ) : (
                  <p className="text-text-muted">{t('previewEmpty')}</p>
                )}
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}
