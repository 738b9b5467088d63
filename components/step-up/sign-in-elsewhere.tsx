'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchCode } from '@/components/fetch-code';
import { type Refusal, refusalOf } from '@/components/refusal';
import { PROVIDER_NAMES } from '@/components/security/provider-names';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Button } from '@/components/ui/button';
import type { Provider } from '@/server/auth/connections';

/**
 * For whoever signs in with an account elsewhere alone: a new sign-in with it takes the place of the session and leads
 * back to this page.
 */
export function SignInElsewhere({ providers }: { providers: Provider[] }) {
  const t = useTranslations('stepUp');
  const [leaving, setLeaving] = useState<Provider>();
  const [refusal, setRefusal] = useState<Refusal>();

  async function leave(provider: Provider) {
    setRefusal(undefined);
    setLeaving(provider);
    try {
      const { providerAddress } = await fetchCode(() => import('@/components/security/provider-address'));
      location.assign(await providerAddress(provider, location.pathname + location.search));
    } catch (error) {
      setRefusal(refusalOf(error));
      setLeaving(undefined);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-md">{t('elsewhere')}</p>
      <RefusalNote refusal={refusal} />
      {providers.map((provider) => (
        <Button
          key={provider}
          variant="primary"
          loading={leaving === provider}
          disabled={leaving !== undefined && leaving !== provider}
          onClick={() => leave(provider)}
        >
          {t('againWith', { provider: PROVIDER_NAMES[provider] })}
        </Button>
      ))}
    </div>
  );
}
