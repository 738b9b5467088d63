import { listApps, listReusedTokens, revokeApp } from '@/server/oauth/apps';
import { ClientId } from '@/server/oauth/inputs';
import { router, userProcedure } from '@/server/trpc';
import { authorize } from './apps/authorize';
import { clients } from './apps/clients';
import { device } from './apps/device';

/** The apps that may act for a person, how they are let in, and which there are. */
export const apps = router({
  list: userProcedure.query(async ({ ctx }) => {
    const whose = { userId: ctx.actor.userId, now: new Date() };
    const [allowed, reused] = await Promise.all([listApps(ctx.db, whose), listReusedTokens(ctx.db, whose)]);
    return { allowed, reused };
  }),
  revoke: userProcedure.input(ClientId).mutation(({ ctx, input }) =>
    revokeApp(ctx.db, {
      userId: ctx.actor.userId,
      clientId: input.clientId,
      cause: ctx.cause,
      now: new Date(),
    }),
  ),

  authorize,
  device,
  clients,
});
