import { actOnPeople, takeBack } from '@/server/moderation/people-acting';
import { checkPeople, previewActing, startActing } from '@/server/moderation/people-acting-facts';
import {
  ActOnPeopleInput,
  AssignToPeopleInput,
  PreviewActingInput,
  StartActingInput,
  TakeBackInput,
  WhomInput,
} from '@/server/moderation/people-acting-inputs';
import { resetFactorsOf } from '@/server/moderation/people-factors';
import {
  EndSessionsInput,
  ExportPeopleInput,
  GetPersonInput,
  ListPeopleInput,
  PEOPLE_PATH,
  ResetFactorsInput,
} from '@/server/moderation/people-inputs';
import { getPerson } from '@/server/moderation/people-page';
import { getPeoplePage } from '@/server/moderation/people-pages';
import { listPeoplePlaces } from '@/server/moderation/people-places';
import { assignToPeople } from '@/server/moderation/people-roles';
import { endSessionsOfPeople } from '@/server/moderation/people-sessions';
import { freshStaffProcedure, reachProcedure, router, staffProcedure } from '@/server/trpc';
import { oneCase } from './one-case';

const viewer = reachProcedure('person.view');

/** People as staff see them. */
export const users = router({
  list: viewer.input(ListPeopleInput).query(({ ctx, input }) =>
    ctx.readList((db) =>
      getPeoplePage(db, {
        filter: input,
        viewerId: ctx.actor.userId,
        reach: ctx.reach,
        held: ctx.actor.permissions,
        secrets: [ctx.secret, ...ctx.signIn.previousSecrets],
        now: new Date(),
      }),
    ),
  ),

  /** Roles and groups that the list can be narrowed to. */
  places: viewer.query(({ ctx }) => listPeoplePlaces(ctx.db, { reach: ctx.reach })),

  /** The address of the file; whoever fetches it has to be who asked, and to have proved it lately. */
  export: freshStaffProcedure('person.view')
    .input(ExportPeopleInput)
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

  /** About whom of several something could be done, and what there is to write to them. */
  startActing: oneCase
    .input(StartActingInput)
    .query(({ ctx, input }) => startActing(ctx.db, { ...input, staff: ctx.by.staff, now: new Date() })),

  previewActing: oneCase.input(PreviewActingInput).query(({ ctx, input }) =>
    previewActing(ctx.db, {
      wish: input,
      staff: ctx.by.staff,
      appUrl: ctx.appUrl,
      now: new Date(),
    }),
  ),

  act: oneCase
    .input(ActOnPeopleInput)
    .mutation(({ ctx, input }) => actOnPeople(ctx.db, { ...ctx.by, wish: input, now: new Date() })),

  takeBack: oneCase
    .input(TakeBackInput)
    .mutation(({ ctx, input }) => takeBack(ctx.db, { ...ctx.by, ids: input.ids, now: new Date() })),

  /** On whom of several one may not act at all. */
  check: staffProcedure('person.view')
    .input(WhomInput)
    .query(({ ctx, input }) =>
      checkPeople(ctx.db, { ids: input.ids, actorId: ctx.actor.userId, now: new Date() }),
    ),

  assignRole: freshStaffProcedure('roles.assign')
    .input(AssignToPeopleInput)
    .mutation(({ ctx, input }) => assignToPeople(ctx.db, { ...input, cause: ctx.cause, now: new Date() })),
});
