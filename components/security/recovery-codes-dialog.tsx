'use client';

import { Copy, Download, Printer } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { downloadText } from '@/components/download-text';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { trpc } from '@/components/trpc';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { dateText } from '@/messages/dates';
import { findCard } from './card-names';
import { codesFile } from './codes-file';
import { CodesSheet } from './codes-sheet';
import { useCopy } from './use-copy';

interface Props {
  codes: string[];
  madeAt: Date;
  email: string;
  open: boolean;
  onClose: () => void;
}

/**
 * The codes, this once: to copy, to download, to print. It closes at "I saved them"; any other way out asks first, since
 * they are gone then.
 */
export function RecoveryCodesDialog({ codes, madeAt, email, open, onClose }: Props) {
  const t = useTranslations('security.recoveryCodes');
  const common = useTranslations('common');
  const copy = useCopy();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const heading = t('file', { email });
  const madeOn = dateText({ at: madeAt, locale: useLocale(), timeZone: useTimeZone() });
  const about = t('fileText', { date: madeOn });

  useEffect(() => {
    if (!open) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [open]);

  async function confirmSaved() {
    setRefusal(undefined);
    setSaving(true);
    try {
      await trpc.auth.recoveryCodes.markSaved.mutate();
      onClose();
      router.refresh();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSaving(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && setAsking(true)}
      title={t('dialogTitle')}
      description={t('dialogText')}
      closeLabel={common('close')}
      finalFocus={() => findCard('recoveryCodes')}
      footer={
        <Button variant="primary" loading={saving} onClick={confirmSaved}>
          {t('saveDone')}
        </Button>
      }
    >
      <CodesSheet codes={codes} heading={heading} about={about} />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => copy(codes.join('\n'))}>
          <Copy aria-hidden="true" />
          {t('copy')}
        </Button>
        <Button
          onClick={() =>
            downloadText({ name: 'foyer-recovery-codes.txt', text: codesFile({ heading, about, codes }) })
          }
        >
          <Download aria-hidden="true" />
          {t('download')}
        </Button>
        <Button onClick={() => window.print()}>
          <Printer aria-hidden="true" />
          {t('print')}
        </Button>
      </div>
      <RefusalNote refusal={refusal} />
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('closeTitle')}
        description={t('closeText')}
        cancelLabel={t('closeStay')}
        confirmLabel={t('closeGo')}
        tone="danger"
        onConfirm={() => {
          setAsking(false);
          onClose();
        }}
      />
    </Dialog>
  );
}
