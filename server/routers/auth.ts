import { ATTEMPT_SECONDS } from '@/server/auth/attempts';
import { SignUpInput, VerifyEmailInput } from '@/server/auth/inputs';
import { endSession } from '@/server/auth/sessions';
import { resendVerification, SIGN_UP_SECONDS, signUp } from '@/server/auth/sign-up';
import { verifyEmail } from '@/server/auth/verify-email';
import { publicProcedure, router } from '@/server/trpc';
import { passkeys } from './auth/passkeys';
import { password } from './auth/password';
import { recoveryCodes } from './auth/recovery-codes';
import { sessions } from './auth/sessions';
import { signIn } from './auth/sign-in';
import { stepUp } from './auth/step-up';
import { totp } from './auth/totp';
import { connections, events, notMe, readiness, removalPreview, trustedDevices } from './auth/ways-in';

export const auth = router({
  signUp: publicProcedure.input(SignUpInput).mutation(async ({ ctx, input }) => {
    const { cookie } = await signUp(ctx.db, {
      ...input,
      policy: ctx.signIn,
      log: ctx.log,
      ip: ctx.ip,
      now: new Date(),
    });
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
      passkey: input.passkey,
      secret: ctx.secret,
      appUrl: ctx.appUrl,
      signUpCookie: ctx.cookie(ctx.cookies.signUp),
      requestId: ctx.requestId,
      ip: ctx.ip,
      userAgent: ctx.userAgent,
      now: new Date(),
    });
    ctx.setCookie({ name: ctx.cookies.signUp, value: '', maxAge: 0 });
    ctx.setCookie({ name: ctx.cookies.attempt, value: cookie, maxAge: ATTEMPT_SECONDS });
    return { ticket };
  }),

  signOut: publicProcedure.mutation(async ({ ctx }) => {
    const token = ctx.cookie(ctx.cookies.session);
    const { requestId, ip, userAgent } = ctx;
    if (token) await endSession(ctx.db, { token, requestId, ip, userAgent, now: new Date() });
    ctx.setCookie({ name: ctx.cookies.session, value: '', maxAge: 0 });
    ctx.clearSiteData();
    return { signedOut: true };
  }),

  signIn,
  password,
  totp,
  recoveryCodes,
  passkeys,
  trustedDevices,
  connections,
  stepUp,
  sessions,
  events,
  readiness,
  removalPreview,
  notMe,
});
