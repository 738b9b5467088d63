'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { Menu } from '@/components/ui/menu';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { AuditFormat } from '@/server/audit/inputs';
import type { auditInput } from './audit-filters';

/** Hands out what the filters find as a file; a file cannot ask who one is, so that is asked before it. */
export function AuditExport({ filter }: { filter: ReturnType<typeof auditInput> }) {
  const t = useTranslations('audit.export');
  const confirmed = useConfirmed();
  const tellRefusal = useRefusalToast();
  const [asking, setAsking] = useState(false);

  async function download(format: AuditFormat) {
    if (asking) return;
    setAsking(true);
    try {
      const trpc = await fetchTrpc();
      const { address } = await confirmed(() => trpc.audit.export.mutate({ format, filter }));
      location.assign(address);
    } catch (error) {
      if (!isUnconfirmed(error)) tellRefusal(error);
    } finally {
      setAsking(false);
    }
  }

  return (
    <Menu
      label={t('label')}
      trigger={
        <>
          <Download aria-hidden="true" />
          {t('open')}
        </>
      }
      triggerVariant="secondary"
      entries={[
        { kind: 'action', label: t('csv'), onSelect: () => void download('csv') },
        { kind: 'action', label: t('jsonl'), onSelect: () => void download('jsonl') },
        { kind: 'separator' },
        { kind: 'heading', text: t('note') },
      ]}
    />
  );
}
