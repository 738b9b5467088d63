'use client';

import { type ReactNode, useCallback } from 'react';
import { Button } from '@/components/ui/button';
import { useAccessForm } from './use-access-form';
import type { AccessWords } from './words';

/** The way to another site that says who somebody is. */
export function ProviderButton({
  provider,
  label,
  icon,
  next,
  words,
}: {
  provider: string;
  label: string;
  icon: ReactNode;
  next: string;
  words: AccessWords;
}) {
  const load = useCallback(
    () => import('./provider-action').then(({ providerAction }) => providerAction({ provider, next })),
    [provider, next],
  );
  const { submit, sending, refused } = useAccessForm({ load, words });
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-5">
      {refused}
      <Button type="submit" loading={sending}>
        {icon}
        {label}
      </Button>
    </form>
  );
}
