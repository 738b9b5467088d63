'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { AuditContext } from '@/server/audit/queries';
import { ChangeLines } from './change-lines';
import { Subject } from './entry-parties';
import { useEntryWords } from './use-entry-words';

/** Puts what an entry changed back as it was; says so where that is not for the reader, and nothing where nothing could. */
export function UndoCard({ entry, undo }: Pick<AuditContext, 'entry' | 'undo'>) {
  const t = useTranslations('audit');
  const [asking, setAsking] = useState(false);
  if (undo === 'never' || undo === 'done') return null;
  return (
    <Card
      title={t('undo')}
      description={t('undoText')}
      {...(undo === 'offered'
        ? { action: <Button onClick={() => setAsking(true)}>{t('undo')}</Button> }
        : { hint: t('undoBeyond') })}
    >
      <UndoDialog entry={entry} open={asking} onClose={() => setAsking(false)} />
    </Card>
  );
}

interface DialogProps {
  entry: AuditContext['entry'];
  open: boolean;
  onClose: () => void;
}

function UndoDialog({ entry, open, onClose }: DialogProps) {
  const t = useTranslations('audit');
  const router = useRouter();
  const confirmed = useConfirmed();
  const words = useRefusalWords();
  const { entryWords } = useEntryWords();
  const [undoing, setUndoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const isDone = useRef(false);

  async function undo() {
    setUndoing(true);
    setRefusal(undefined);
    try {
      const trpc = await fetchTrpc();
      await confirmed(() => trpc.audit.undo.mutate({ id: entry.id }));
      isDone.current = true;
      onClose();
      void showToast({ text: t('undoDone'), tone: 'success' });
      router.refresh();
    } catch (error) {
      if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
    } finally {
      setUndoing(false);
    }
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(stays) => {
        if (stays) return;
        setRefusal(undefined);
        onClose();
      }}
      title={t('undoTitle', { what: entryWords(entry) })}
      description={t('undoText')}
      cancelLabel={t('back')}
      confirmLabel={t('undoConfirm')}
      loading={undoing}
      onConfirm={() => void undo()}
      // The button goes with what it undoes; who undid it is there once the entry was read again.
      finalFocus={() =>
        isDone.current
          ? (document.querySelector<HTMLElement>('[data-undone]') ?? document.querySelector('main'))
          : null
      }
    >
      <div className="rounded-md border bg-surface-sunken px-3 py-2.5 text-md">
        <Subject entry={entry} />
        <p className="mt-1 text-sm">
          {/* The other way round: what it will be from what it is. */}
          <ChangeLines before={entry.after} after={entry.before} most={6} />
        </p>
      </div>
      {refusal && (
        <Banner tone="danger" role="alert">
          <p className="font-medium">{words(refusal)}</p>
          {refusal.different && <p>{t(`different.${refusal.different}`)}</p>}
        </Banner>
      )}
      <StepUpOutlet />
    </AlertDialog>
  );
}
