import { letIn, markRead, removeMessages, restoreMessages } from '@/server/messages/commands';
import { ListMessagesInput, MessageIdsInput } from '@/server/messages/inputs';
import { countUnread, listMessages } from '@/server/messages/queries';
import { router, userProcedure } from '@/server/trpc';

/** What other people wrote to me. */
export const messages = router({
  list: userProcedure.input(ListMessagesInput).query(({ ctx, input }) =>
    listMessages(ctx.db, {
      userId: ctx.actor.userId,
      folder: input.folder,
      after: input.after,
      now: new Date(),
    }),
  ),
  unread: userProcedure.query(({ ctx }) =>
    countUnread(ctx.db, { userId: ctx.actor.userId, now: new Date() }),
  ),
  markRead: userProcedure
    .input(MessageIdsInput)
    .mutation(({ ctx, input }) =>
      markRead(ctx.db, { ...input, userId: ctx.actor.userId, read: true, now: new Date() }),
    ),
  markUnread: userProcedure
    .input(MessageIdsInput)
    .mutation(({ ctx, input }) =>
      markRead(ctx.db, { ...input, userId: ctx.actor.userId, read: false, now: new Date() }),
    ),
  remove: userProcedure
    .input(MessageIdsInput)
    .mutation(({ ctx, input }) =>
      removeMessages(ctx.db, { ...input, userId: ctx.actor.userId, now: new Date() }),
    ),
  restore: userProcedure
    .input(MessageIdsInput)
    .mutation(({ ctx, input }) => restoreMessages(ctx.db, { ...input, userId: ctx.actor.userId })),
  letIn: userProcedure
    .input(MessageIdsInput)
    .mutation(({ ctx, input }) => letIn(ctx.db, { ...input, userId: ctx.actor.userId })),
});
