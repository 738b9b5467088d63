'use client';

import { useTranslations } from 'next-intl';
import { useSignOut } from '@/components/navigation/use-sign-out';
import { Button } from '@/components/ui/button';

export function SignOutButton() {
  const t = useTranslations('navigation');
  return (
    <Button variant="ghost" onClick={useSignOut()}>
      {t('signOut')}
    </Button>
  );
}
