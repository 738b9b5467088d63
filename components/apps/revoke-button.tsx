'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { isolate } from '@/components/isolate';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { trpc } from '@/components/trpc';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import type { AllowedApp } from '@/server/oauth/apps';

/** Takes back what an app may do, once it is said what that means. */
export function RevokeButton({ app: { clientId, name: called, deviceCount } }: { app: AllowedApp }) {
  const t = useTranslations('apps');
  const common = useTranslations('common');
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [revoking, setRevoking] = useState(false);
  const [done, setDone] = useState(false);
  const [refreshing, startRefreshing] = useTransition();
  const [refusal, setRefusal] = useState<Refusal>();
  const name = isolate(called);

  function ask() {
    setDone(false);
    setRefusal(undefined);
    setAsking(true);
  }

  async function revoke() {
    setRefusal(undefined);
    setRevoking(true);
    try {
      await trpc.apps.revoke.mutate({ clientId });
      void showToast({ text: t('revoked', { name }), tone: 'success' });
      setDone(true);
      startRefreshing(() => router.refresh());
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setRevoking(false);
    }
  }

  return (
    <>
      <Button aria-label={t('revokeNamed', { name })} onClick={ask}>
        {t('revoke')}
      </Button>
      <AlertDialog
        // Until the page behind it says the same.
        open={asking && (!done || refreshing)}
        onOpenChange={setAsking}
        title={t('revokeTitle', { name })}
        description={t('revokeText', { count: deviceCount })}
        cancelLabel={common('cancel')}
        confirmLabel={t('revokeConfirm')}
        tone="danger"
        loading={revoking || refreshing}
        onConfirm={revoke}
      >
        <RefusalNote refusal={refusal} />
      </AlertDialog>
    </>
  );
}
