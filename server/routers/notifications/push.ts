import { PushIdInput, RenamePushInput, SubscribeInput } from '@/server/notifications/push-inputs';
import {
  listBrowsers,
  renameBrowser,
  subscribe,
  unsubscribe,
} from '@/server/notifications/push-subscriptions';
import { testPush } from '@/server/notifications/push-test';
import { router, userProcedure } from '@/server/trpc';

/** The browsers of a person that take pushes. */
export const push = router({
  /** With which a browser subscribes; null where pushes cannot be sent. */
  publicKey: userProcedure.query(({ ctx }) => ({ key: ctx.push?.publicKey ?? null })),
  list: userProcedure.query(({ ctx }) => listBrowsers(ctx.db, ctx.actor.userId)),
  subscribe: userProcedure.input(SubscribeInput).mutation(({ ctx, input }) =>
    subscribe(ctx.db, {
      ...input,
      userId: ctx.actor.userId,
      sessionId: ctx.actor.id,
      userAgent: ctx.userAgent,
      settings: ctx.push,
      cause: ctx.cause,
      now: new Date(),
    }),
  ),
  unsubscribe: userProcedure
    .input(PushIdInput)
    .mutation(({ ctx, input }) =>
      unsubscribe(ctx.db, { ...input, userId: ctx.actor.userId, cause: ctx.cause, now: new Date() }),
    ),
  rename: userProcedure
    .input(RenamePushInput)
    .mutation(({ ctx, input }) => renameBrowser(ctx.db, { ...input, userId: ctx.actor.userId })),
  /** Sends one to a browser at once, and says what became of it. */
  test: userProcedure.input(PushIdInput).mutation(async ({ ctx, input }) =>
    testPush(ctx.db, {
      ...input,
      userId: ctx.actor.userId,
      settings: ctx.push,
      locale: await ctx.locale(),
      now: new Date(),
    }),
  ),
});
