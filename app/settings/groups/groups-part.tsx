import { unstable_rethrow } from 'next/navigation';
import { MyGroups } from '@/components/groups/my-groups';
import { UnreadGroups } from '@/components/groups/unread-groups';
import { forPage } from '@/server/caller';

/** One's groups, or that they could not be read; who may not read them is sent where they have to go. */
export async function GroupsPart({ mayCreate }: { mayCreate: boolean }) {
  const mine = await forPage('/settings/groups', (api) => api.groups.mine({})).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  return mine ? <MyGroups {...mine} mayCreate={mayCreate} /> : <UnreadGroups />;
}
