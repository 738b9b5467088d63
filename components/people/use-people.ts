import { usePages } from '@/components/admin/use-pages';
import { fetchTrpc } from '@/components/fetch-trpc';
import type { PeoplePage } from '@/server/moderation/people-pages';
import { type PeopleFilters, peopleInput } from './people-filters';

/** The people as far as they were looked at. */
export function usePeople({ first, filters }: { first: PeoplePage; filters: PeopleFilters }) {
  const { lines: people, ...rest } = usePages<PeoplePage['people'][number], string>({
    lines: first.people,
    next: first.next,
    answer: first,
    // Whichever columns it is shown with, it is the same list.
    query: JSON.stringify(peopleInput(filters)),
    idOf: ({ userId }) => userId,
    async read(after) {
      const trpc = await fetchTrpc();
      const page = await trpc.moderation.users.list.query({ ...peopleInput(filters), after });
      return { lines: page.people, next: page.next };
    },
  });
  return { people, ...rest };
}
