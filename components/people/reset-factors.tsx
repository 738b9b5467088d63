'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';

/** Takes the second factors of somebody who lost them, once one has said that one means it. */
export function ResetFactors({ userId }: { userId: string }) {
  const t = useTranslations('people');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const tellRefusal = useRefusalToast();
  const [asking, setAsking] = useState(false);
  const [doing, setDoing] = useState(false);

  async function reset() {
    setDoing(true);
    try {
      const trpc = await fetchTrpc();
      await confirmed(() => trpc.moderation.users.resetFactors.mutate({ id: userId }));
      void showToast({ text: t('factorsReset'), tone: 'success' });
      router.refresh();
    } catch (error) {
      if (!isUnconfirmed(error)) tellRefusal(error);
    } finally {
      setDoing(false);
      setAsking(false);
    }
  }

  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('resetFactors')}</Button>
      <AlertDialog
        open={asking}
        onOpenChange={(open) => !open && setAsking(false)}
        title={t('resetFactorsTitle')}
        description={t('resetFactorsText')}
        cancelLabel={common('cancel')}
        confirmLabel={t('resetFactors')}
        loading={doing}
        onConfirm={() => void reset()}
      />
    </>
  );
}
