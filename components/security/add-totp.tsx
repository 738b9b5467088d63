'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { showToast } from '@/components/ui/toast';
import { useNewCodes } from './recovery-codes';
import { type Enrolment, TotpEnrolment } from './totp-enrolment';

/** Sets an authenticator app up. The first second factor of a person is followed by recovery codes, at once. */
export function AddTotp() {
  const t = useTranslations('security.totp');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const makeNewCodes = useNewCodes();
  const [beginning, setBeginning] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [enrolment, setEnrolment] = useState<Enrolment & { open: boolean }>();

  async function begin() {
    setRefusal(undefined);
    setBeginning(true);
    try {
      setEnrolment({ ...(await confirmed(() => trpc.auth.totp.begin.mutate())), open: true });
    } catch (error) {
      if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
    } finally {
      setBeginning(false);
    }
  }

  const close = () => setEnrolment((now) => now && { ...now, open: false });

  async function finish(name: string, { recoveryCodesMissing }: { recoveryCodesMissing: boolean }) {
    close();
    void showToast({ text: t('added', { name }), tone: 'success' });
    router.refresh();
    if (recoveryCodesMissing) await makeNewCodes();
  }

  return (
    <div className="flex min-w-0 flex-auto flex-wrap items-center justify-end gap-3">
      <RefusalNote refusal={refusal} />
      <Button loading={beginning} onClick={begin}>
        {t('add')}
      </Button>
      <Dialog
        open={enrolment?.open ?? false}
        onOpenChange={(stays) => !stays && close()}
        title={t('dialogTitle')}
        closeLabel={common('close')}
      >
        {enrolment && <TotpEnrolment key={enrolment.id} enrolment={enrolment} onAdded={finish} />}
        <StepUpOutlet />
      </Dialog>
    </div>
  );
}
