import {
  LinkInput,
  RegisterOptionsInput,
  RegisterPasskeyInput,
  RemovePasskeyInput,
  RenameFactorInput,
} from '@/server/auth/inputs';
import { removePasskey, renamePasskey } from '@/server/auth/passkey-changes';
import { dismissPasskeyOffer, getPasskeyOffer } from '@/server/auth/passkey-offer';
import { signUpPasskeyOptions } from '@/server/auth/passkey-sign-up';
import { listPasskeys, passkeyRegistrationOptions, registerPasskey } from '@/server/auth/passkeys';
import { LIFETIME } from '@/server/auth/sessions';
import { freshProcedure, publicProcedure, router, userProcedure } from '@/server/trpc';

export const passkeys = router({
  list: userProcedure.query(({ ctx }) =>
    listPasskeys(ctx.db, { userId: ctx.actor.userId, appUrl: ctx.appUrl }),
  ),

  registerOptions: freshProcedure.input(RegisterOptionsInput).mutation(({ ctx, input }) =>
    passkeyRegistrationOptions(ctx.db, {
      ...input,
      session: ctx.actor,
      appUrl: ctx.appUrl,
      now: new Date(),
    }),
  ),

  /** A passkey that has verified its person is a proof as well, so this session gets a new token. */
  register: freshProcedure.input(RegisterPasskeyInput).mutation(async ({ ctx, input }) => {
    const { token, ...added } = await registerPasskey(ctx.db, {
      ...input,
      session: ctx.actor,
      appUrl: ctx.appUrl,
      cause: ctx.cause,
      now: new Date(),
    });
    if (token) ctx.setCookie({ name: ctx.cookies.session, value: token, maxAge: LIFETIME.member.absolute });
    return added;
  }),

  rename: userProcedure.input(RenameFactorInput).mutation(async ({ ctx, input }) => {
    await renamePasskey(ctx.db, { ...input, userId: ctx.actor.userId, cause: ctx.cause, now: new Date() });
    return { renamed: true };
  }),

  remove: freshProcedure
    .input(RemovePasskeyInput)
    .mutation(({ ctx, input }) =>
      removePasskey(ctx.db, { ...input, session: ctx.actor, cause: ctx.cause, now: new Date() }),
    ),

  /** For an account that begins with a passkey: the link in the mail is what it takes. */
  signUpOptions: publicProcedure
    .input(LinkInput)
    .mutation(({ ctx, input }) =>
      signUpPasskeyOptions(ctx.db, { ...input, secret: ctx.secret, appUrl: ctx.appUrl, now: new Date() }),
    ),

  /** Whether to offer one, to somebody who has just signed in with a password. */
  offer: userProcedure.query(({ ctx }) => getPasskeyOffer(ctx.db, { session: ctx.actor })),

  dismissOffer: userProcedure.mutation(async ({ ctx }) => {
    await dismissPasskeyOffer(ctx.db, { userId: ctx.actor.userId, now: new Date() });
    return { dismissed: true };
  }),
});
