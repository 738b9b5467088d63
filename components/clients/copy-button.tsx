'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';

/** Puts a text on the clipboard, and says whether that worked. */
export function CopyButton({
  text,
  label,
  compact = false,
}: {
  text: string;
  label: string;
  compact?: boolean;
}) {
  const t = useTranslations('clients');
  async function copy() {
    try {
      // Without https there is no clipboard at all.
      await navigator.clipboard.writeText(text);
      void showToast({ text: t('copied'), tone: 'success', id: 'copied' });
    } catch {
      void showToast({ text: t('copyFailed'), tone: 'warning', id: 'copied' });
    }
  }
  if (compact) {
    return (
      <Button size="icon" variant="ghost" aria-label={label} onClick={copy} className="-my-1.5 size-7">
        <Copy aria-hidden="true" />
      </Button>
    );
  }
  return (
    <Button size="sm" onClick={copy}>
      <Copy aria-hidden="true" />
      {label}
    </Button>
  );
}
