import { DomainError } from '@/server/errors';
import { findCaseReach } from '@/server/moderation/case-reach';
import { AddNoteInput, ListNotesInput } from '@/server/moderation/note-inputs';
import { addNote, getNotes } from '@/server/moderation/notes';
import { findReach } from '@/server/roles/reach';
import { reachProcedure, router, userProcedure } from '@/server/trpc';

/** What staff write down about people and cases, for each other. */
export const notes = router({
  /** Of a case for who handles it, as on its page; of a person for who may look at them. */
  list: userProcedure
    .input(ListNotesInput)
    .use(async ({ ctx, input, next }) => {
      const { userId, permissions: held } = ctx.actor;
      const who = { userId, held, now: new Date() };
      const reach =
        input.caseId === undefined
          ? await findReach(ctx.db, { ...who, permission: 'person.view' })
          : await findCaseReach(ctx.db, who);
      if (!reach) throw new DomainError('NOT_ALLOWED');
      return next({ ctx: { staff: { userId, reach } } });
    })
    .query(({ ctx, input }) => getNotes(ctx.db, { about: input, staff: ctx.staff, now: new Date() })),

  add: reachProcedure('person.note')
    .input(AddNoteInput)
    .mutation(({ ctx, input: { id, body, ...about } }) =>
      addNote(ctx.db, {
        id,
        body,
        about,
        staff: { userId: ctx.actor.userId, reach: ctx.reach },
        cause: ctx.cause,
        now: new Date(),
      }),
    ),
});
