import { followInbox } from '@/server/notifications/inbox-stream';
import { StreamInput } from '@/server/notifications/inputs';
import { userProcedure } from '@/server/trpc';

/** How many are unread, and a message whenever that changes, as server-sent events. Closed to apps, as `auth.sessions.changes`. */
export const stream = userProcedure.input(StreamInput).subscription(({ ctx, input, signal }) =>
  followInbox(ctx.db, {
    live: ctx.live,
    userId: ctx.actor.userId,
    sessionId: ctx.actor.id,
    lastEventId: input.lastEventId,
    signal,
    log: ctx.log,
  }),
);
