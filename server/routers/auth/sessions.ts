import { IdInput } from '@/server/auth/inputs';
import { reportUnknownSession, revokeOtherSessions, revokeSession } from '@/server/auth/session-changes';
import { listSessions } from '@/server/auth/session-list';
import type { Context } from '@/server/context';
import { router, userProcedure } from '@/server/trpc';
import { changes } from './changes';

/** Where a person is signed in. What ends something asks for no proof: it has to be quick, and does nobody harm. */
export const sessions = router({
  changes,

  list: userProcedure.query(async ({ ctx }) =>
    listSessions(ctx.db, {
      userId: ctx.actor.userId,
      sessionId: ctx.actor.id,
      locale: await ctx.locale(),
      places: ctx.places,
      now: new Date(),
    }),
  ),

  /** Of the session that asks: it is signed out, as by `auth.signOut`. */
  revoke: userProcedure.input(IdInput).mutation(async ({ ctx, input }) => {
    const { ended } = await revokeSession(ctx.db, {
      ...input,
      session: ctx.actor,
      cause: ctx.cause,
      now: new Date(),
    });
    return { ended, signedOut: leaveIf(ctx, ended && input.id === ctx.actor.id) };
  }),

  revokeOthers: userProcedure.mutation(({ ctx }) =>
    revokeOtherSessions(ctx.db, { session: ctx.actor, cause: ctx.cause, now: new Date() }),
  ),

  /** "This was not me." */
  reportUnknown: userProcedure.input(IdInput).mutation(async ({ ctx, input }) => {
    const ended = await reportUnknownSession(ctx.db, {
      ...input,
      session: ctx.actor,
      cause: ctx.cause,
      now: new Date(),
    });
    return { ...ended, signedOut: leaveIf(ctx, input.id === ctx.actor.id) };
  }),
});

/** Has the browser forget a session that has ended itself. @returns whether it has */
function leaveIf(ctx: Context, own: boolean) {
  if (!own) return false;
  ctx.setCookie({ name: ctx.cookies.session, value: '', maxAge: 0 });
  ctx.clearSiteData();
  return true;
}
