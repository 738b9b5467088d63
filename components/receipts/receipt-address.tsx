'use client';

import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';

const never = () => () => undefined;

/** The address of a receipt, to copy and keep. */
export function ReceiptAddress({ path }: { path: string }) {
  const t = useTranslations('receipt');
  const address = useSyncExternalStore(
    never,
    () => `${location.origin}${path}`,
    () => path,
  );
  async function copy() {
    try {
      // Without https there is no clipboard at all.
      await navigator.clipboard.writeText(address);
      void showToast({ text: t('copied'), tone: 'success', id: 'copied' });
    } catch {
      void showToast({ text: t('copyFailed'), tone: 'warning', id: 'copied' });
    }
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border bg-surface-sunken p-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-sm text-text-muted">{t('address')}</p>
        <p className="wrap-anywhere text-md">{address}</p>
      </div>
      <Button onClick={copy} className="print:hidden">
        {t('copy')}
      </Button>
    </div>
  );
}
