import type { Cause } from '@/server/audit/commands';
import {
  PasskeyStepUpInput,
  PasswordSignInInput,
  RecoveryCodeStepUpInput,
  TotpStepUpInput,
} from '@/server/auth/inputs';
import { confirmByPasskey, stepUpPasskeyOptions } from '@/server/auth/passkey-step-up';
import type { Session } from '@/server/auth/sessions';
import { LIFETIME } from '@/server/auth/sessions';
import {
  confirmByPassword,
  confirmByRecoveryCode,
  confirmByTotp,
  getStepUpStatus,
} from '@/server/auth/step-up-proofs';
import type { Context } from '@/server/context';
import { anyStatusProcedure, router } from '@/server/trpc';

/**
 * "Confirm it is you": each proof renews the session's token, and counts for five minutes. Also of an account that is paused
 * or about to be deleted, whose person still takes a copy along, or goes at once.
 */
export const stepUp = router({
  status: anyStatusProcedure.query(({ ctx }) => getStepUpStatus(ctx.db, visitOf(ctx))),

  password: anyStatusProcedure
    .input(PasswordSignInInput)
    .mutation(async ({ ctx, input }) =>
      confirm(ctx, await confirmByPassword(ctx.db, { ...input, ...visitOf(ctx) })),
    ),

  totp: anyStatusProcedure.input(TotpStepUpInput).mutation(async ({ ctx, input }) =>
    confirm(
      ctx,
      await confirmByTotp(ctx.db, {
        ...input,
        ...visitOf(ctx),
        secrets: [ctx.secret, ...ctx.signIn.previousSecrets],
      }),
    ),
  ),

  recoveryCode: anyStatusProcedure
    .input(RecoveryCodeStepUpInput)
    .mutation(async ({ ctx, input }) =>
      confirm(ctx, await confirmByRecoveryCode(ctx.db, { ...input, ...visitOf(ctx) })),
    ),

  passkeyOptions: anyStatusProcedure.mutation(({ ctx }) =>
    stepUpPasskeyOptions(ctx.db, { ...visitOf(ctx), appUrl: ctx.appUrl }),
  ),

  passkey: anyStatusProcedure
    .input(PasskeyStepUpInput)
    .mutation(async ({ ctx, input }) =>
      confirm(ctx, await confirmByPasskey(ctx.db, { ...input, ...visitOf(ctx), appUrl: ctx.appUrl })),
    ),
});

function visitOf(ctx: Context & { actor: Session; cause: Cause }) {
  return { session: ctx.actor, cause: ctx.cause, ip: ctx.ip, now: new Date() };
}

function confirm(ctx: Context, token: string) {
  ctx.setCookie({ name: ctx.cookies.session, value: token, maxAge: LIFETIME.member.absolute });
  return { confirmed: true };
}
