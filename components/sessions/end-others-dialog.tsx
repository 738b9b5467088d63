'use client';

import { useTranslations } from 'next-intl';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useCarriedOut } from '@/components/settings/use-carried-out';
import { trpc } from '@/components/trpc';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { showToast } from '@/components/ui/toast';
import { useEndedWords } from './use-ended-words';

interface Props {
  open: boolean;
  /** What there was when it was asked. */
  sessions: number;
  apps: number;
  onClose: () => void;
  /** They are being ended here, and will be told here. */
  onEnding: () => void;
}

/** Ends everything but this session, once it is said how much that is. */
export function EndOthersDialog({ open, sessions, apps, onClose, onEnding }: Props) {
  const t = useTranslations('sessions');
  const common = useTranslations('common');
  const endedWords = useEndedWords();
  const what = endedWords({ sessions, apps });
  const { carryOut, busy, isDone, refusal } = useCarriedOut(
    () => {
      onEnding();
      return trpc.auth.sessions.revokeOthers.mutate();
    },
    ({ endedSessions, endedApps }) => {
      onClose();
      const ended = endedWords({ sessions: endedSessions, apps: endedApps });
      void showToast({ text: ended ? t('endedOthers', { what: ended }) : t('onlyThis'), tone: 'success' });
    },
  );
  return (
    <AlertDialog
      open={open}
      onOpenChange={(stay) => !stay && onClose()}
      title={t('endOthersTitle')}
      description={what ? t('endOthersText', { what }) : t('onlyThis')}
      cancelLabel={common('cancel')}
      confirmLabel={t('endOthers')}
      tone="danger"
      loading={busy}
      onConfirm={carryOut}
      // The button that asked has nothing left to end, and is gone.
      finalFocus={() => (isDone ? document.getElementById('onlyThis') : null)}
    >
      <RefusalNote refusal={refusal} />
    </AlertDialog>
  );
}
