import { unstable_rethrow } from 'next/navigation';
import { type PeopleFilters, peopleInput } from '@/components/people/people-filters';
import { PeopleList } from '@/components/people/people-list';
import { UnreadPeople } from '@/components/people/unread-people';
import { forPage } from '@/server/caller';
import type { Permission } from '@/server/roles/permissions';

interface Props {
  filters: PeopleFilters;
  permissions: readonly Permission[];
  moderatesOnly: boolean;
}

/** The people, or that they could not be read: the frame of the administration stands in both cases. */
export async function PeoplePart({ filters, ...staff }: Props) {
  const [first, places] = await Promise.all([
    forPage('/admin/users', (api) => api.moderation.users.list(peopleInput(filters))),
    forPage('/admin/users', (api) => api.moderation.users.places()),
  ]).catch((error) => {
    unstable_rethrow(error);
    return [];
  });
  if (!first || !places) return <UnreadPeople />;
  return <PeopleList first={first} places={places} filters={filters} {...staff} />;
}
