'use client';

import { Gavel } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { Button } from '@/components/ui/button';
import { useRefusalToast } from '@/components/use-refusal-toast';

/** For staff: leads to the case on which something is done about a group, which begins with the press where there is none. */
export function GroupCase({ groupId }: { groupId: string }) {
  const t = useTranslations('groups');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [busy, start] = useTransition();

  const open = () =>
    start(async () => {
      try {
        const { id } = await (await fetchTrpc()).moderation.reports.openGroup.mutate({ groupId });
        router.push(`/admin/reports/${id}`);
      } catch (error) {
        tellRefusal(error);
      }
    });

  return (
    <Button loading={busy} onClick={open}>
      <Gavel aria-hidden="true" />
      {t('openCase')}
    </Button>
  );
}
