import { LinkInput, RequestEmailChangeInput } from '@/server/auth/inputs';
import type { Context } from '@/server/context';
import {
  approveEmailChange,
  cancelEmailChange,
  confirmEmailChange,
  getPendingEmailChange,
  requestEmailChange,
  undoEmailChange,
} from '@/server/profile/change-email';
import { freshProcedure, publicProcedure, router, userProcedure } from '@/server/trpc';

/** A change of one's address; the three links in the mails work without a session. */
export const changeEmail = router({
  pending: userProcedure.query(({ ctx }) =>
    getPendingEmailChange(ctx.db, { userId: ctx.actor.userId, now: new Date() }),
  ),
  request: freshProcedure.input(RequestEmailChangeInput).mutation(async ({ ctx, input }) => {
    await requestEmailChange(ctx.db, {
      ...input,
      userId: ctx.actor.userId,
      cause: ctx.cause,
      now: new Date(),
    });
    return { requested: true };
  }),
  cancel: userProcedure.mutation(async ({ ctx }) => {
    await cancelEmailChange(ctx.db, { userId: ctx.actor.userId, cause: ctx.cause, now: new Date() });
    return { cancelled: true };
  }),
  approve: publicProcedure
    .input(LinkInput)
    .mutation(({ ctx, input }) => approveEmailChange(ctx.db, { ...input, ...visitOf(ctx) })),
  confirm: publicProcedure
    .input(LinkInput)
    .mutation(({ ctx, input }) => confirmEmailChange(ctx.db, { ...input, ...visitOf(ctx) })),
  undo: publicProcedure
    .input(LinkInput)
    .mutation(({ ctx, input }) => undoEmailChange(ctx.db, { ...input, ...visitOf(ctx) })),
});

function visitOf({ secret, ip, userAgent, requestId }: Context) {
  return { secret, ip, userAgent, requestId, now: new Date() };
}
