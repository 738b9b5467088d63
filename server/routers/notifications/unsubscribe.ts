import type { Context } from '@/server/context';
import { confirmUnsubscribe, showUnsubscribe, undoUnsubscribe } from '@/server/notifications/unsubscribe';
import { UnsubscribeInput } from '@/server/notifications/unsubscribe-inputs';
import { publicProcedure, router } from '@/server/trpc';

/** What the links in mails open: for whoever has one, signed in or not. */
export const unsubscribe = router({
  show: publicProcedure
    .input(UnsubscribeInput)
    .query(({ ctx, input }) => showUnsubscribe(ctx.db, followingOf(ctx, input))),

  confirm: publicProcedure
    .input(UnsubscribeInput)
    .mutation(({ ctx, input }) => confirmUnsubscribe(ctx.db, followingOf(ctx, input))),

  undo: publicProcedure
    .input(UnsubscribeInput)
    .mutation(({ ctx, input }) => undoUnsubscribe(ctx.db, followingOf(ctx, input))),
});

function followingOf({ secret, ip, userAgent, requestId }: Context, { token }: { token: string }) {
  return { secret, token, ip, userAgent, requestId, now: new Date() };
}
