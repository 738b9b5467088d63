import { followAccess } from '@/server/live/access-changes';
import { userProcedure } from '@/server/trpc';

/**
 * A message whenever something of this person is signed in or out, as server-sent events. Closed to apps: an access token
 * lives for five minutes, and what has changed they ask for when they need it.
 */
export const changes = userProcedure.subscription(({ ctx, signal }) =>
  followAccess(ctx.db, {
    live: ctx.live,
    userId: ctx.actor.userId,
    sessionId: ctx.actor.id,
    signal,
    log: ctx.log,
  }),
);
