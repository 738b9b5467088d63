import { unstable_rethrow } from 'next/navigation';
import { GroupMembers } from '@/components/groups/group-members';
import { UnreadMembers } from '@/components/groups/unread-groups';
import { forPage } from '@/server/caller';
import type { GroupPage } from '@/server/groups/types';

/** The members, or that they could not be read. */
export async function MembersPart({ group, me }: { group: GroupPage; me: string }) {
  const { groupId } = group;
  const page = await forPage(`/groups/${groupId}`, (api) => api.groups.members({ groupId })).catch(
    (error) => {
      unstable_rethrow(error);
      return undefined;
    },
  );
  return page ? <GroupMembers {...page} group={group} me={me} /> : <UnreadMembers />;
}
