import { unstable_rethrow } from 'next/navigation';
import { Approvals } from '@/components/moderation/approvals';
import { UnreadApprovals } from '@/components/moderation/unread-approvals';
import { forPage } from '@/server/caller';

/** What waits and what was decided, or that it could not be read: the frame of the administration stands in both cases. */
export async function ApprovalsPart() {
  const lists = await Promise.all([
    forPage('/admin/approvals', (api) => api.moderation.approvals.list({ state: 'waiting' })),
    forPage('/admin/approvals', (api) => api.moderation.approvals.list({ state: 'over' })),
  ]).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  if (!lists) return <UnreadApprovals />;
  const [waiting, over] = lists;
  return <Approvals waiting={waiting} over={over} />;
}
