import { resetFactorsOf } from '@/server/moderation/people-factors';
import {
  EndSessionsInput,
  GetPersonInput,
  ListPeopleInput,
  PEOPLE_PATH,
  ResetFactorsInput,
} from '@/server/moderation/people-inputs';
import { listPeople } from '@/server/moderation/people-list';
import { getPerson } from '@/server/moderation/people-page';
import { listPeoplePlaces } from '@/server/moderation/people-places';
import { endSessionsOfPeople } from '@/server/moderation/people-sessions';
import { freshStaffProcedure, reachProcedure, router, staffProcedure } from '@/server/trpc';

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

  /** Roles and groups that the list can be narrowed to. */
  places: viewer.query(({ ctx }) => listPeoplePlaces(ctx.db, { reach: ctx.reach })),

  /** The address of the file; whoever fetches it has to be who asked, and to have proved it lately. */
  export: freshStaffProcedure('person.view')
    .input(ListPeopleInput.omit({ after: true }))
    .mutation(({ input }) => ({
      address: `${PEOPLE_PATH}?input=${encodeURIComponent(JSON.stringify(input))}`,
    })),

  get: viewer.input(GetPersonInput).query(({ ctx, input }) =>
    getPerson(ctx.db, {
      handle: input.handle,
      reach: ctx.reach,
      held: ctx.actor.permissions,
      cause: ctx.cause,
      now: new Date(),
    }),
  ),

  resetFactors: freshStaffProcedure('person.resetFactors')
    .input(ResetFactorsInput)
    .mutation(({ ctx, input }) =>
      resetFactorsOf(ctx.db, { id: input.id, cause: ctx.cause, now: new Date() }),
    ),

  endSessions: staffProcedure('person.endSessions')
    .input(EndSessionsInput)
    .mutation(({ ctx, input }) =>
      endSessionsOfPeople(ctx.db, { ids: input.ids, cause: ctx.cause, now: new Date() }),
    ),
});
