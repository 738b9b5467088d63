import { ATTEMPT_SECONDS, beginAttempt } from '@/server/auth/attempts';
import { PasswordSignInInput, SignUpInput, StartSignInInput, VerifyEmailInput } from '@/server/auth/inputs';
import { endSession } from '@/server/auth/sessions';
import { signInWithPassword } from '@/server/auth/sign-in';
import { resendVerification, SIGN_UP_SECONDS, signUp } from '@/server/auth/sign-up';
import { countUse } from '@/server/auth/throttle';
import { verifyEmail } from '@/server/auth/verify-email';
import { addressKey } from '@/server/http/client-address';
import { publicProcedure, router } from '@/server/trpc';

export const auth = router({
  signUp: publicProcedure.input(SignUpInput).mutation(async ({ ctx, input }) => {
    const { cookie } = await signUp(ctx.db, { ...input, ip: ctx.ip, now: new Date() });
    ctx.setCookie({ name: ctx.cookies.signUp, value: cookie, maxAge: SIGN_UP_SECONDS });
    return { sentTo: input.email };
  }),

  resendVerification: publicProcedure.mutation(async ({ ctx }) => {
    const cookie = ctx.cookie(ctx.cookies.signUp);
    if (cookie) await resendVerification(ctx.db, { cookie, now: new Date() });
    return { sent: true };
  }),

  verifyEmail: publicProcedure.input(VerifyEmailInput).mutation(async ({ ctx, input }) => {
    const { ticket, cookie } = await verifyEmail(ctx.db, {
      token: input.token,
      password: input.password,
      secret: ctx.secret,
      signUpCookie: ctx.cookie(ctx.cookies.signUp),
      requestId: ctx.requestId,
      ip: ctx.ip,
      now: new Date(),
    });
    ctx.setCookie({ name: ctx.cookies.signUp, value: '', maxAge: 0 });
    ctx.setCookie({ name: ctx.cookies.attempt, value: cookie, maxAge: ATTEMPT_SECONDS });
    return { ticket };
  }),

  signIn: router({
    start: publicProcedure.input(StartSignInInput).mutation(async ({ ctx, input }) => {
      await countUse(ctx.db, { limit: 'attempt.address', key: addressKey(ctx.ip) });
      const { cookie } = await beginAttempt(ctx.db, { email: input.email, now: new Date() });
      ctx.setCookie({ name: ctx.cookies.attempt, value: cookie, maxAge: ATTEMPT_SECONDS });
      return { methods: ['password' as const] };
    }),

    password: publicProcedure.input(PasswordSignInInput).mutation(({ ctx, input }) =>
      signInWithPassword(ctx.db, {
        attemptCookie: ctx.cookie(ctx.cookies.attempt),
        signUpCookie: ctx.cookie(ctx.cookies.signUp),
        password: input.password,
        ip: ctx.ip,
        now: new Date(),
      }),
    ),
  }),

  signOut: publicProcedure.mutation(async ({ ctx }) => {
    const token = ctx.cookie(ctx.cookies.session);
    if (token) await endSession(ctx.db, { token, requestId: ctx.requestId, ip: ctx.ip, now: new Date() });
    ctx.setCookie({ name: ctx.cookies.session, value: '', maxAge: 0 });
    ctx.clearSiteData();
    return { signedOut: true };
  }),
});
