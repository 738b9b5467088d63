'use client';

import { Gavel } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { Button } from '@/components/ui/button';
import { useRefusalToast } from '@/components/use-refusal-toast';

interface Props {
  about: { groupId: string } | { personId: string };
  label: string;
}

/** For staff: leads to the case on which something is done about a group or a person, which begins with the press where there is none. */
export function OpenCase({ about, label }: Props) {
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [busy, start] = useTransition();

  const open = () =>
    start(async () => {
      try {
        const { reports } = (await fetchTrpc()).moderation;
        const { id } =
          'groupId' in about ? await reports.openGroup.mutate(about) : await reports.openPerson.mutate(about);
        router.push(`/admin/reports/${id}`);
      } catch (error) {
        tellRefusal(error);
      }
    });

  return (
    <Button loading={busy} onClick={open}>
      <Gavel aria-hidden="true" />
      {label}
    </Button>
  );
}
