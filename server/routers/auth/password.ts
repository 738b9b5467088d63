import {
  ChangePasswordInput,
  RequestResetInput,
  ResetPasswordInput,
  SetPasswordInput,
} from '@/server/auth/inputs';
import { changePassword, removePassword, setPassword } from '@/server/auth/password';
import { requestReset, resetPassword } from '@/server/auth/password-reset';
import { LIFETIME } from '@/server/auth/sessions';
import { freshProcedure, publicProcedure, router } from '@/server/trpc';

export const password = router({
  requestReset: publicProcedure.input(RequestResetInput).mutation(async ({ ctx, input }) => {
    const { ip, userAgent, requestId } = ctx;
    await requestReset(ctx.db, { ...input, ip, userAgent, requestId, now: new Date() });
    return { sentTo: input.email };
  }),

  reset: publicProcedure.input(ResetPasswordInput).mutation(async ({ ctx, input }) => {
    const { ip, userAgent, requestId, secret, signIn, log } = ctx;
    const now = new Date();
    await resetPassword(ctx.db, {
      ...input,
      secret,
      policy: signIn,
      log,
      ip,
      userAgent,
      requestId,
      now,
    });
    return { reset: true };
  }),

  /** Ends all other sessions; this one gets a new token. */
  change: freshProcedure.input(ChangePasswordInput).mutation(async ({ ctx, input }) => {
    const { actor, cause, ip, signIn, log } = ctx;
    const changed = await changePassword(ctx.db, {
      ...input,
      session: actor,
      policy: signIn,
      log,
      cause,
      ip,
      now: new Date(),
    });
    ctx.setCookie({ name: ctx.cookies.session, value: changed.token, maxAge: LIFETIME.member.absolute });
    return { endedSessions: changed.endedSessions };
  }),

  set: freshProcedure.input(SetPasswordInput).mutation(async ({ ctx, input }) => {
    const { actor, cause, signIn, log } = ctx;
    await setPassword(ctx.db, { ...input, session: actor, policy: signIn, log, cause, now: new Date() });
    return { set: true };
  }),

  remove: freshProcedure.mutation(async ({ ctx }) => {
    await removePassword(ctx.db, { userId: ctx.actor.userId, cause: ctx.cause, now: new Date() });
    return { removed: true };
  }),
});
