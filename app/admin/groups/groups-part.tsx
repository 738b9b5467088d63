import { unstable_rethrow } from 'next/navigation';
import { type GroupFilters, groupsInput } from '@/components/groups/group-filters';
import { GroupsList } from '@/components/groups/groups-list';
import { UnreadGroupList } from '@/components/groups/unread-groups';
import { forPage } from '@/server/caller';

/** The groups, or that they could not be read: the frame of the administration stands in both cases. */
export async function GroupsPart({ filters }: { filters: GroupFilters }) {
  const first = await forPage('/admin/groups', (api) => api.groups.list(groupsInput(filters))).catch(
    (error) => {
      unstable_rethrow(error);
      return undefined;
    },
  );
  return first ? <GroupsList first={first} filters={filters} /> : <UnreadGroupList />;
}
