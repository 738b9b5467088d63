'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchCode } from '@/components/fetch-code';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { trpc } from '@/components/trpc';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';

/** Confirms by passkey; the browser asks at the press. */
export function PasskeyProof({ onProven }: { onProven: () => void }) {
  const t = useTranslations('stepUp');
  const [trying, setTrying] = useState(false);
  const [missed, setMissed] = useState<'passkeyMissed' | 'unsupported'>();
  const [refusal, setRefusal] = useState<Refusal>();

  async function prove() {
    setMissed(undefined);
    setRefusal(undefined);
    setTrying(true);
    try {
      const { browserSupportsWebAuthn, startAuthentication } = await fetchCode(
        () => import('@simplewebauthn/browser'),
      );
      if (!browserSupportsWebAuthn()) return setMissed('unsupported');
      const optionsJSON = await trpc.auth.stepUp.passkeyOptions.mutate();
      const response = await startAuthentication({ optionsJSON }).catch(() => undefined);
      if (!response) return setMissed('passkeyMissed');
      await trpc.auth.stepUp.passkey.mutate({ response });
      onProven();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setTrying(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-md">{t('passkeyText')}</p>
      {missed && (
        <Banner tone="warning" role="alert">
          {t(missed)}
        </Banner>
      )}
      <RefusalNote refusal={refusal} />
      <Button variant="primary" loading={trying} onClick={prove}>
        {t('passkeyAction')}
      </Button>
    </div>
  );
}
