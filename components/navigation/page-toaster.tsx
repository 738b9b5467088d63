'use client';

import { useTranslations } from 'next-intl';
import { Toaster } from '@/components/ui/toaster';

/** Where the messages of a page appear. */
export function PageToaster() {
  const t = useTranslations('common');
  return <Toaster label={t('messages')} closeLabel={t('close')} />;
}
