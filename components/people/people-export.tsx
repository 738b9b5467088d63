'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { Button } from '@/components/ui/button';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { peopleInput } from './people-filters';

/** Hands out whom the filters find as a file; a file cannot ask who one is, so that is asked before it. */
export function PeopleExport({ filter }: { filter: ReturnType<typeof peopleInput> }) {
  const t = useTranslations('people');
  const confirmed = useConfirmed();
  const tellRefusal = useRefusalToast();
  const [asking, setAsking] = useState(false);

  async function download() {
    setAsking(true);
    try {
      const trpc = await fetchTrpc();
      const { address } = await confirmed(() => trpc.moderation.users.export.mutate(filter));
      location.assign(address);
    } catch (error) {
      if (!isUnconfirmed(error)) tellRefusal(error);
    } finally {
      setAsking(false);
    }
  }

  return (
    <Button size="sm" loading={asking} title={t('exportNote')} onClick={() => void download()}>
      <Download aria-hidden="true" />
      {t('export')}
    </Button>
  );
}
