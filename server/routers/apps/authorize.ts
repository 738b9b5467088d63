import { allowAuthorization, viewAuthorization } from '@/server/oauth/authorization';
import { AuthorizationAnswer, AuthorizationInput } from '@/server/oauth/inputs';
import { publicProcedure, router, userProcedure } from '@/server/trpc';

/** An app asks a person, by way of their browser, to act for them. */
export const authorize = router({
  /** Issues a code where a consent still holds: so it is a mutation, which no other site can bring a browser to send. */
  view: publicProcedure.input(AuthorizationInput).mutation(async ({ ctx, input }) =>
    viewAuthorization(ctx.db, {
      ...input,
      actor: await ctx.session(),
      appUrl: ctx.appUrl,
      now: new Date(),
    }),
  ),
  allow: userProcedure.input(AuthorizationAnswer).mutation(({ ctx, input }) =>
    allowAuthorization(ctx.db, {
      ...input,
      actor: ctx.actor,
      appUrl: ctx.appUrl,
      cause: ctx.cause,
      now: new Date(),
    }),
  ),
});
