import { listViews, removeView, renameView, saveView } from '@/server/moderation/views';
import {
  ListViewsInput,
  RemoveViewInput,
  RenameViewInput,
  SaveViewInput,
} from '@/server/moderation/views-inputs';
import { router, userProcedure } from '@/server/trpc';

/** Filters of the administration that somebody keeps: their own, and nobody else's. */
export const views = router({
  list: userProcedure
    .input(ListViewsInput)
    .query(({ ctx, input }) => listViews(ctx.db, { userId: ctx.actor.userId, page: input.page })),

  save: userProcedure
    .input(SaveViewInput)
    .mutation(({ ctx, input }) =>
      saveView(ctx.db, { userId: ctx.actor.userId, view: input, now: new Date() }),
    ),

  rename: userProcedure
    .input(RenameViewInput)
    .mutation(({ ctx, input }) => renameView(ctx.db, { userId: ctx.actor.userId, ...input })),

  remove: userProcedure
    .input(RemoveViewInput)
    .mutation(({ ctx, input }) => removeView(ctx.db, { userId: ctx.actor.userId, ...input })),
});
