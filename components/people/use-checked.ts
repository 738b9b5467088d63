import { useEffect, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import type { PersonRow } from '@/server/moderation/people-list';
import type { Refused } from './refused-people';
import { refusedOf } from './use-people-act';

/**
 * On whom of several people one may not act at all, as far as it is known: the server asks again. Undefined while it is read, and
 * where it could not be.
 */
export function useChecked({
  people,
  wanted,
}: {
  people: PersonRow[];
  wanted: boolean;
}): Refused[] | undefined {
  const [found, setFound] = useState<{ key: string; results: Parameters<typeof refusedOf>[1] }>();
  const key = people.map(({ userId }) => userId).join(' ');
  useEffect(() => {
    if (!wanted || key === '') return;
    let gone = false;
    fetchTrpc()
      .then((trpc) => trpc.moderation.users.check.query({ ids: key.split(' ') }))
      .then(
        (results) => gone || setFound({ key, results }),
        () => undefined,
      );
    return () => {
      gone = true;
    };
  }, [key, wanted]);
  return found?.key === key ? refusedOf(people, found.results) : undefined;
}
