import { unstable_rethrow } from 'next/navigation';
import { GroupInvitations } from '@/components/groups/group-invitations';
import { UnreadInvitations } from '@/components/groups/unread-groups';
import { forPage } from '@/server/caller';

/** Who is invited and who asks, or that it could not be read. */
export async function InvitationsPart({ groupId }: { groupId: string }) {
  const page = await forPage(`/groups/${groupId}`, (api) => api.groups.invitations.list({ groupId })).catch(
    (error) => {
      unstable_rethrow(error);
      return undefined;
    },
  );
  return page ? <GroupInvitations {...page} groupId={groupId} /> : <UnreadInvitations />;
}
