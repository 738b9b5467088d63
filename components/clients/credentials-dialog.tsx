'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { isolate } from '@/components/isolate';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { CopyButton } from './copy-button';

/** What whoever builds the app needs. */
export interface Credentials {
  name: string;
  clientId: string;
  type: 'public' | 'confidential';
  /** Null: a public app has none, and one that was registered before has shown it. */
  secret: string | null;
  /** Registered just now; by the same wish before, whose answer was lost; or it has got another secret. */
  came: 'new' | 'before' | 'rotated';
}

interface Props {
  credentials: Credentials;
  open: boolean;
  onClose: () => void;
  finalFocus: () => HTMLElement | null;
}

/**
 * The client ID, and the secret this once. With a secret it closes at "I have stored it"; any other way out asks first,
 * since it is gone then.
 */
export function CredentialsDialog({ credentials, open, onClose, finalFocus }: Props) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  const [asking, setAsking] = useState(false);
  const { clientId, type, secret, came } = credentials;
  const name = isolate(credentials.name);

  useEffect(() => {
    if (!open || secret === null) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [open, secret]);

  function leave() {
    if (secret === null) onClose();
    else setAsking(true);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && leave()}
      title={t(came === 'rotated' ? 'rotatedTitle' : 'registered', { name })}
      description={came === 'rotated' ? undefined : t('registeredText')}
      closeLabel={common('close')}
      finalFocus={finalFocus}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t(secret === null ? 'done' : 'stored')}
        </Button>
      }
    >
      <Shown label={t('clientId')} text={clientId} copyLabel={t('copyId')} />
      {came === 'before' && type === 'confidential' && <Banner tone="warning">{t('secretGone')}</Banner>}
      {secret !== null && (
        <>
          <Shown label={t('secret')} text={secret} copyLabel={t('copySecret')} />
          <Banner tone="warning">{t('secretText')}</Banner>
        </>
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('lostTitle')}
        description={t('lostText')}
        cancelLabel={t('lostStay')}
        confirmLabel={t('lostGo')}
        tone="danger"
        onConfirm={() => {
          setAsking(false);
          onClose();
        }}
      />
    </Dialog>
  );
}

function Shown({ label, text, copyLabel }: { label: string; text: string; copyLabel: string }) {
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="font-medium text-md">{label}</p>
      <p className="wrap-anywhere w-full rounded-md border bg-surface-sunken px-3 py-2 text-md">
        <code>{text}</code>
      </p>
      <CopyButton text={text} label={copyLabel} />
    </div>
  );
}
