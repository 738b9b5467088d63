'use client';

import { useTranslations } from 'next-intl';
import { useWatch } from 'react-hook-form';
import { Card } from '@/components/ui/card';
import type { ProfileForm } from '@/server/profile/inputs';
import { TextField } from './text-field';

/** Name and handle; the hint shows the address that the handle makes. */
export function NameCard({ site }: { site: string }) {
  const t = useTranslations('profile');
  const handle = useWatch<ProfileForm, 'handle'>({ name: 'handle' });
  return (
    <Card title={t('nameCard')} description={t('nameCardText')}>
      <TextField name="displayName" autoComplete="name" />
      <TextField
        name="handle"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        hint={t('handleHint', { address: site + handle.trim().replace(/^@/, '').toLowerCase() })}
      />
    </Card>
  );
}
