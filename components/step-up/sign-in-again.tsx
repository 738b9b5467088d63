'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { asOwnDeparture } from '@/components/own-departure';
import { type Refusal, refusalOf } from '@/components/refusal';
import { signInAddress } from '@/components/session-over';
import { RefusalNote } from '@/components/settings/refusal-note';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';

/** For whoever has nothing to confirm with but an account elsewhere: a new sign-in counts for as long. */
export function SignInAgain() {
  const t = useTranslations('stepUp');
  const [leaving, setLeaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  async function leave() {
    setLeaving(true);
    try {
      await asOwnDeparture(() => trpc.auth.signOut.mutate());
      location.assign(signInAddress('SIGNED_OUT'));
    } catch (error) {
      setRefusal(refusalOf(error));
      setLeaving(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-md">{t('nothing')}</p>
      <RefusalNote refusal={refusal} />
      <Button variant="primary" loading={leaving} onClick={leave}>
        {t('signInAgain')}
      </Button>
    </div>
  );
}
