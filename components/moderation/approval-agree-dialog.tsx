'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { showToast } from '@/components/ui/toast';
import type { ApprovalView } from '@/server/moderation/approval-list';

interface Props {
  approval: ApprovalView;
  /** What happens then. */
  effect: string;
  open: boolean;
  onClose: () => void;
}

/** Asks once more before something is done that nothing brings back. */
export function AgreeDialog({ approval: { id, kind, person }, effect, open, onClose }: Props) {
  const t = useTranslations('approvals');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const [doing, setDoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const name = isolate(person.displayName || person.handle);

  async function agree() {
    setRefusal(undefined);
    setDoing(true);
    try {
      await confirmed(async () => (await fetchTrpc()).moderation.approvals.agree.mutate({ id }));
      onClose();
      void showToast({ text: t(`agreed.${kind}`, { name }), tone: 'success' });
      router.refresh();
    } catch (error) {
      if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
    } finally {
      setDoing(false);
    }
  }

  function close() {
    onClose();
    if (!refusal) return;
    // Somebody else may have decided it meanwhile.
    setRefusal(undefined);
    router.refresh();
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(stays) => !stays && close()}
      title={t(`agreeTitle.${kind}`, { name })}
      description={effect}
      cancelLabel={common('cancel')}
      confirmLabel={t(`agreeConfirm.${kind}`)}
      tone={kind === 'purge' ? 'danger' : 'neutral'}
      loading={doing}
      onConfirm={() => void agree()}
    >
      <RefusalNote refusal={refusal} />
      <StepUpOutlet />
    </AlertDialog>
  );
}
