'use client';

import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { TextField } from './text-field';

/** What a person is called. */
export function NameCard() {
  const t = useTranslations('profile');
  return (
    <Card title={t('nameCard')} description={t('nameCardText')}>
      <TextField name="displayName" autoComplete="name" />
    </Card>
  );
}
