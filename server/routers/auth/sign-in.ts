import { ATTEMPT_SECONDS } from '@/server/auth/attempts';
import {
  PasskeyOptionsInput,
  PasskeySignInInput,
  PasswordSignInInput,
  RecoveryCodeSignInInput,
  StartSignInInput,
  TotpSignInInput,
} from '@/server/auth/inputs';
import { passkeySignInOptions, signInWithPasskey } from '@/server/auth/passkey-sign-in';
import { finishSignIn, getSecondStep, type SecondProof } from '@/server/auth/second-step';
import { signInWithRecoveryCode, signInWithTotp } from '@/server/auth/second-step-codes';
import { signInWithPassword } from '@/server/auth/sign-in';
import { startSignIn } from '@/server/auth/start-sign-in';
import { TRUST_SECONDS } from '@/server/auth/trusted-devices';
import type { Context } from '@/server/context';
import { publicProcedure, router } from '@/server/trpc';

/** Signing in, step by step; each ends with a ticket or says what comes next. */
export const signIn = router({
  start: publicProcedure.input(StartSignInInput).mutation(async ({ ctx, input }) => {
    const { cookie } = await startSignIn(ctx.db, {
      email: input.email,
      ip: ctx.ip,
      deviceCookie: ctx.cookie(ctx.cookies.device),
      browserCookie: ctx.cookie(ctx.cookies.browser),
      now: new Date(),
    });
    ctx.setCookie({ name: ctx.cookies.attempt, value: cookie, maxAge: ATTEMPT_SECONDS });
    return { methods: ['password' as const] };
  }),

  password: publicProcedure.input(PasswordSignInInput).mutation(({ ctx, input }) =>
    signInWithPassword(ctx.db, {
      attemptCookie: ctx.cookie(ctx.cookies.attempt),
      signUpCookie: ctx.cookie(ctx.cookies.signUp),
      deviceCookie: ctx.cookie(ctx.cookies.device),
      browserCookie: ctx.cookie(ctx.cookies.browser),
      password: input.password,
      ip: ctx.ip,
      userAgent: ctx.userAgent,
      now: new Date(),
    }),
  ),

  status: publicProcedure.query(({ ctx }) => getSecondStep(ctx.db, visitOf(ctx))),

  totp: publicProcedure
    .input(TotpSignInInput)
    .mutation(async ({ ctx, input }) =>
      answer(ctx, await signInWithTotp(ctx.db, { ...input, ...visitOf(ctx), secrets: secretsOf(ctx) })),
    ),

  recoveryCode: publicProcedure
    .input(RecoveryCodeSignInInput)
    .mutation(async ({ ctx, input }) =>
      answer(ctx, await signInWithRecoveryCode(ctx.db, { ...input, ...visitOf(ctx) })),
    ),

  /**
   * For the second step of this browser's attempt, if one is due; else for whoever has a passkey. No limit is asked: it
   * would be one that others at the same address can use up, and a passkey always gets in. What it leaves is swept.
   */
  passkeyOptions: publicProcedure.input(PasskeyOptionsInput).mutation(async ({ ctx, input }) => {
    const { options, cookie } = await passkeySignInOptions(ctx.db, {
      ...input,
      ...visitOf(ctx),
      appUrl: ctx.appUrl,
    });
    if (cookie) ctx.setCookie({ name: ctx.cookies.attempt, value: cookie, maxAge: ATTEMPT_SECONDS });
    return options;
  }),

  passkey: publicProcedure
    .input(PasskeySignInInput)
    .mutation(async ({ ctx, input }) =>
      answer(ctx, await signInWithPasskey(ctx.db, { ...input, ...visitOf(ctx), appUrl: ctx.appUrl })),
    ),

  /** The ticket of an attempt that was proven elsewhere (a provider) and needs nothing more. */
  finish: publicProcedure.mutation(({ ctx }) => finishSignIn(ctx.db, visitOf(ctx))),
});

function visitOf(ctx: Context) {
  const { ip, userAgent, requestId } = ctx;
  const attemptCookie = ctx.cookie(ctx.cookies.attempt);
  const deviceCookie = ctx.cookie(ctx.cookies.device);
  return { attemptCookie, deviceCookie, ip, userAgent, requestId, now: new Date() };
}

function secretsOf({ secret, signIn: { previousSecrets } }: Context) {
  return [secret, ...previousSecrets];
}

/** Hands the browser the token of its trust, if it was asked for, and the rest to the page. */
function answer(ctx: Context, { deviceToken, ...proof }: SecondProof) {
  if (deviceToken) ctx.setCookie({ name: ctx.cookies.device, value: deviceToken, maxAge: TRUST_SECONDS });
  return proof;
}
