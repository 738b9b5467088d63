import { archive, markRead, snooze } from '@/server/notifications/inbox-commands';
import { countUnreadNotifications, listNotifications } from '@/server/notifications/inbox-queries';
import { ArchiveInput, ListInput, MarkReadInput, SnoozeInput } from '@/server/notifications/inputs';
import { router, userProcedure } from '@/server/trpc';

/** What somebody was told of. What changes it is taken back by the same call the other way round. */
export const inbox = router({
  list: userProcedure.input(ListInput).query(async ({ ctx, input: { folder, after } }) =>
    listNotifications(ctx.db, {
      userId: ctx.actor.userId,
      folder,
      after,
      locale: await ctx.locale(),
      now: new Date(),
    }),
  ),
  unread: userProcedure.query(({ ctx }) =>
    countUnreadNotifications(ctx.db, { userId: ctx.actor.userId, now: new Date() }),
  ),
  markRead: userProcedure
    .input(MarkReadInput)
    .mutation(({ ctx, input }) => markRead(ctx.db, { ...input, userId: ctx.actor.userId, now: new Date() })),
  archive: userProcedure
    .input(ArchiveInput)
    .mutation(({ ctx, input }) => archive(ctx.db, { ...input, userId: ctx.actor.userId, now: new Date() })),
  snooze: userProcedure
    .input(SnoozeInput)
    .mutation(({ ctx, input }) => snooze(ctx.db, { ...input, userId: ctx.actor.userId, now: new Date() })),
});
