import { EndSessionsInput, GetPersonInput, ListPeopleInput } from '@/server/moderation/people-inputs';
import { listPeople } from '@/server/moderation/people-list';
import { getPerson } from '@/server/moderation/people-page';
import { endSessionsOfPeople } from '@/server/moderation/people-sessions';
import { reachProcedure, router, staffProcedure } from '@/server/trpc';

const viewer = reachProcedure('person.view');

/** People as staff see them. */
export const users = router({
  list: viewer.input(ListPeopleInput).query(({ ctx, input }) =>
    listPeople(ctx.db, {
      filter: input,
      reach: ctx.reach,
      held: ctx.actor.permissions,
      now: new Date(),
    }),
  ),

  get: viewer.input(GetPersonInput).query(({ ctx, input }) =>
    getPerson(ctx.db, {
      handle: input.handle,
      reach: ctx.reach,
      held: ctx.actor.permissions,
      cause: ctx.cause,
      now: new Date(),
    }),
  ),

  endSessions: staffProcedure('person.endSessions')
    .input(EndSessionsInput)
    .mutation(({ ctx, input }) =>
      endSessionsOfPeople(ctx.db, { ids: input.ids, cause: ctx.cause, now: new Date() }),
    ),
});
