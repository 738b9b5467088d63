import { ConfirmTotpInput, IdInput, RenameFactorInput } from '@/server/auth/inputs';
import { LIFETIME } from '@/server/auth/sessions';
import { listTotp, removeTotp, renameTotp } from '@/server/auth/totp';
import { beginTotp, confirmTotp } from '@/server/auth/totp-enrolment';
import { freshProcedure, router, userProcedure } from '@/server/trpc';

export const totp = router({
  list: userProcedure.query(({ ctx }) => listTotp(ctx.db, { userId: ctx.actor.userId })),

  begin: freshProcedure.mutation(({ ctx }) =>
    beginTotp(ctx.db, { session: ctx.actor, secret: ctx.secret, now: new Date() }),
  ),

  /** The code is a proof as well, so this session gets a new token. */
  confirm: freshProcedure.input(ConfirmTotpInput).mutation(async ({ ctx, input }) => {
    const { token, ...confirmed } = await confirmTotp(ctx.db, {
      ...input,
      session: ctx.actor,
      secrets: [ctx.secret, ...ctx.signIn.previousSecrets],
      cause: ctx.cause,
      now: new Date(),
    });
    ctx.setCookie({ name: ctx.cookies.session, value: token, maxAge: LIFETIME.member.absolute });
    return confirmed;
  }),

  rename: userProcedure.input(RenameFactorInput).mutation(async ({ ctx, input }) => {
    await renameTotp(ctx.db, { ...input, userId: ctx.actor.userId, cause: ctx.cause, now: new Date() });
    return { renamed: true };
  }),

  remove: freshProcedure.input(IdInput).mutation(async ({ ctx, input }) => {
    await removeTotp(ctx.db, { ...input, userId: ctx.actor.userId, cause: ctx.cause, now: new Date() });
    return { removed: true };
  }),
});
