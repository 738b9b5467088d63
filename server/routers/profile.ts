import { countUse } from '@/server/auth/throttle';
import { LOCALE_COOKIE, LOCALE_SECONDS } from '@/server/http/cookies';
import { updateProfile } from '@/server/profile/commands';
import { ByHandleInput, UpdateProfileInput } from '@/server/profile/inputs';
import { getOwnProfile, getPublicProfile } from '@/server/profile/queries';
import { publicProcedure, router, userProcedure } from '@/server/trpc';
import { changeEmail } from './change-email';

export const profile = router({
  me: userProcedure.query(({ ctx }) => getOwnProfile(ctx.db, { userId: ctx.actor.userId })),

  update: userProcedure.input(UpdateProfileInput).mutation(async ({ ctx, input }) => {
    const { userId } = ctx.actor;
    await countUse(ctx.db, { limit: 'profile.person', key: userId });
    const saved = await updateProfile(ctx.db, { userId, changes: input, cause: ctx.cause, now: new Date() });
    // So that the pages before sign-in speak the person's language on this device.
    ctx.setCookie({ name: LOCALE_COOKIE, value: saved.locale, maxAge: LOCALE_SECONDS });
    return saved;
  }),

  changeEmail,

  byHandle: publicProcedure.input(ByHandleInput).query(({ ctx, input }) => getPublicProfile(ctx.db, input)),
});
