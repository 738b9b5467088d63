'use client';

import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { BioField } from './bio-field';
import { TextField } from './text-field';

/** What a person tells about themselves. */
export function AboutCard() {
  const t = useTranslations('profile');
  return (
    <Card title={t('aboutCard')} description={t('aboutCardText')}>
      <BioField />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="pronouns" autoComplete="off" hint={t('pronounsHint')} />
        <TextField name="location" autoComplete="off" />
      </div>
      <TextField
        name="website"
        autoComplete="url"
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="https://"
      />
    </Card>
  );
}
