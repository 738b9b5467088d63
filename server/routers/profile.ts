import { countUse } from '@/server/auth/throttle';
import { LOCALE_COOKIE, LOCALE_SECONDS } from '@/server/http/cookies';
import { SearchInput } from '@/server/privacy/inputs';
import { getPerson } from '@/server/privacy/queries';
import { searchPeople } from '@/server/privacy/search';
import { viewerOf } from '@/server/privacy/viewer';
import { updateProfile } from '@/server/profile/commands';
import { ChangeHandleInput, HandleAvailabilityInput } from '@/server/profile/handle-inputs';
import { changeHandle, findHandleAnswer, getHandles } from '@/server/profile/handles';
import { ByHandleInput, UpdateProfileInput } from '@/server/profile/inputs';
import { getOwnProfile } from '@/server/profile/queries';
import { publicProcedure, router, userProcedure } from '@/server/trpc';
import { changeEmail } from './change-email';
import { photo } from './photo';

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

  handles: userProcedure.query(({ ctx }) =>
    getHandles(ctx.db, { userId: ctx.actor.userId, now: new Date() }),
  ),

  handleAvailability: userProcedure.input(HandleAvailabilityInput).query(async ({ ctx, input }) => {
    const { userId } = ctx.actor;
    await countUse(ctx.db, { limit: 'handle.person', key: userId });
    return findHandleAnswer(ctx.db, { ...input, userId, now: new Date() });
  }),

  changeHandle: userProcedure.input(ChangeHandleInput).mutation(async ({ ctx, input }) => {
    const { userId } = ctx.actor;
    await countUse(ctx.db, { limit: 'profile.person', key: userId });
    return changeHandle(ctx.db, { ...input, userId, cause: ctx.cause, now: new Date() });
  }),

  changeEmail,

  photo,

  byHandle: publicProcedure.input(ByHandleInput).query(async ({ ctx, input }) => {
    const session = await ctx.session();
    const { requestId, ip, userAgent } = ctx;
    const cause = { actorId: session?.userId ?? null, sessionId: session?.id, requestId, ip, userAgent };
    return getPerson(ctx.db, { ...input, viewer: viewerOf(ctx, session), cause, now: new Date() });
  }),

  search: userProcedure.input(SearchInput).query(({ ctx, input }) =>
    searchPeople(ctx.db, {
      readList: ctx.readList,
      query: input.query,
      after: input.after,
      viewer: viewerOf(ctx, ctx.actor),
      secrets: [ctx.secret, ...ctx.signIn.previousSecrets],
      now: new Date(),
    }),
  ),
});
