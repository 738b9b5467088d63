'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchCode } from '@/components/fetch-code';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { Provider } from '@/server/auth/connections';

/** Goes to a provider to connect an account there; what comes back within ten minutes is connected. */
export function ConnectButton({ provider, name }: { provider: Provider; name: string }) {
  const t = useTranslations('security.connections');
  const tellRefusal = useRefusalToast();
  const confirmed = useConfirmed();
  const [leaving, setLeaving] = useState(false);

  async function connect() {
    setLeaving(true);
    try {
      const { providerAddress } = await fetchCode(() => import('./provider-address'));
      await confirmed(() => trpc.auth.connections.begin.mutate({ provider }));
      location.assign(await providerAddress(provider, '/settings/security'));
    } catch (error) {
      setLeaving(false);
      if (!isUnconfirmed(error)) tellRefusal(error);
    }
  }

  return (
    <Button loading={leaving} onClick={connect}>
      {t('connect', { provider: name })}
    </Button>
  );
}
