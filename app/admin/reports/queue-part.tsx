import { unstable_rethrow } from 'next/navigation';
import { Queue } from '@/components/moderation/queue';
import { type QueueFilters, queueInput } from '@/components/moderation/queue-filters';
import { UnreadQueue } from '@/components/moderation/unread-queue';
import { forPage } from '@/server/caller';
import type { Holder } from '@/server/errors';

/** The queue, or that it could not be read: the frame of the administration stands in both cases. */
export async function QueuePart({ filters, me }: { filters: QueueFilters; me: Holder }) {
  const first = await forPage('/admin/reports', (api) =>
    api.moderation.reports.list(queueInput(filters)),
  ).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  return first ? <Queue first={first} filters={filters} me={me} /> : <UnreadQueue />;
}
