'use client';

import { Download, Printer } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { downloadText } from '@/components/download-text';
import { Button } from '@/components/ui/button';
import { writeFile } from './receipt-file';

/** Takes a receipt along: as a file that can be checked later, or on paper. */
export function ReceiptActions({
  id,
  receipt,
}: {
  id: string;
  receipt: { document: string; signature: string };
}) {
  const t = useTranslations('receipt');
  return (
    <div className="flex flex-wrap gap-3">
      <Button onClick={() => downloadText({ name: `foyer-receipt-${id}.json`, text: writeFile(receipt) })}>
        <Download aria-hidden="true" />
        {t('download')}
      </Button>
      <Button onClick={() => window.print()}>
        <Printer aria-hidden="true" />
        {t('print')}
      </Button>
    </div>
  );
}
