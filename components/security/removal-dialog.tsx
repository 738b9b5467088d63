'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState, useTransition } from 'react';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Checkbox } from '@/components/ui/checkbox';
import { showToast } from '@/components/ui/toast';
import { findCard } from './card-names';
import type { Question } from './removal';
import { RemovalEffects } from './removal-effects';
import { RemovalRefused } from './removal-refused';

/** "What if I remove this?": what would be left, before anything happens; or why it cannot go, and what to add first. */
export function RemovalDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  if (!question.preview.allowed) return <RemovalRefused question={question} onClose={onClose} />;
  return <RemovalQuestion question={question} onClose={onClose} />;
}

function RemovalQuestion({
  question: { removal, preview, open },
  onClose,
}: {
  question: Question;
  onClose: () => void;
}) {
  const t = useTranslations('security.removal');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const [removing, setRemoving] = useState(false);
  const [refreshing, startRefreshing] = useTransition();
  const [done, setDone] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const endSessions = useRef<HTMLInputElement>(null);
  const { factor, name = '', card } = removal;

  async function remove() {
    setRefusal(undefined);
    setRemoving(true);
    const options = { endSessions: endSessions.current?.checked ?? false };
    try {
      finish(await confirmed(() => removal.remove(options)));
    } catch (error) {
      const refused = refusalOf(error);
      if (refused.reason === 'NOT_FOUND') finish(t('gone'));
      else if (!isUnconfirmed(error)) setRefusal(refused);
    } finally {
      setRemoving(false);
    }
  }

  function finish(text: string) {
    setDone(text);
    startRefreshing(() => router.refresh());
  }

  // Closed when the page behind it says the same: the focus then goes to something that stays.
  const close = useEffectEvent((text: string) => {
    onClose();
    void showToast({ text, tone: 'success' });
  });
  useEffect(() => {
    if (done !== undefined && !refreshing) close(done);
  }, [done, refreshing]);

  return (
    <AlertDialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={t(`title.${factor}`, { name })}
      description={<RemovalEffects factor={factor} preview={preview} />}
      cancelLabel={common('cancel')}
      confirmLabel={t(`confirm.${factor}`)}
      tone="danger"
      loading={removing || refreshing}
      onConfirm={remove}
      finalFocus={() => (done === undefined ? null : findCard(card))}
    >
      {preview.sessions > 0 && factor === 'passkey' && (
        <Checkbox ref={endSessions} label={t('endSessions', { count: preview.sessions })} />
      )}
      <RefusalNote refusal={refusal} />
      <StepUpOutlet />
    </AlertDialog>
  );
}
