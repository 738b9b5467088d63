import { AddNoteInput, ListNotesInput } from '@/server/moderation/note-inputs';
import { addNote, getNotes } from '@/server/moderation/notes';
import { reachProcedure, router } from '@/server/trpc';

/** What staff write down about people and cases, for each other. */
export const notes = router({
  list: reachProcedure('person.view')
    .input(ListNotesInput)
    .query(({ ctx, input }) =>
      getNotes(ctx.db, {
        about: input,
        staff: { userId: ctx.actor.userId, reach: ctx.reach },
        now: new Date(),
      }),
    ),

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
