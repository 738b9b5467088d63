import { beginConnection, listConnections, removeConnection } from '@/server/auth/connections';
import {
  IdInput,
  LinkInput,
  ListEventsInput,
  ProviderInput,
  RemovalPreviewInput,
  RemoveConnectionInput,
} from '@/server/auth/inputs';
import { reportNotMe } from '@/server/auth/not-me';
import { getReadiness, previewRemoval } from '@/server/auth/readiness';
import { listTrustedDevices, revokeTrustedDevice } from '@/server/auth/trusted-devices';
import { listSecurityEvents } from '@/server/security/queries';
import { freshProcedure, publicProcedure, router, userProcedure } from '@/server/trpc';

export const trustedDevices = router({
  list: userProcedure.query(({ ctx }) =>
    listTrustedDevices(ctx.db, {
      userId: ctx.actor.userId,
      deviceCookie: ctx.cookie(ctx.cookies.device),
      now: new Date(),
    }),
  ),
  revoke: userProcedure.input(IdInput).mutation(async ({ ctx, input }) => {
    await revokeTrustedDevice(ctx.db, {
      ...input,
      userId: ctx.actor.userId,
      cause: ctx.cause,
      now: new Date(),
    });
    return { revoked: true };
  }),
});

export const connections = router({
  list: userProcedure.query(({ ctx }) =>
    listConnections(ctx.db, { userId: ctx.actor.userId, providers: ctx.signIn.providers }),
  ),
  /** Before the way to the provider: what comes back within ten minutes, in this session, is connected. */
  begin: freshProcedure.input(ProviderInput).mutation(async ({ ctx, input }) => {
    await beginConnection(ctx.db, {
      ...input,
      providers: ctx.signIn.providers,
      session: ctx.actor,
      now: new Date(),
    });
    return { ready: true };
  }),
  remove: freshProcedure.input(RemoveConnectionInput).mutation(async ({ ctx, input }) => {
    await removeConnection(ctx.db, {
      ...input,
      userId: ctx.actor.userId,
      cause: ctx.cause,
      now: new Date(),
    });
    return { removed: true };
  }),
});

export const events = router({
  list: userProcedure.input(ListEventsInput).query(({ ctx, input }) =>
    listSecurityEvents(ctx.db, {
      ...input,
      userId: ctx.actor.userId,
      sessionId: ctx.actor.id,
      now: new Date(),
    }),
  ),
});

export const readiness = userProcedure.query(({ ctx }) => getReadiness(ctx.db, { userId: ctx.actor.userId }));

export const removalPreview = userProcedure
  .input(RemovalPreviewInput)
  .query(({ ctx, input }) => previewRemoval(ctx.db, { ...input, session: ctx.actor, now: new Date() }));

/** "This was not me", from a mail: ends every session and all trust. */
export const notMe = publicProcedure.input(LinkInput).mutation(({ ctx, input }) => {
  const { secret, ip, userAgent, requestId } = ctx;
  return reportNotMe(ctx.db, { ...input, secret, ip, userAgent, requestId, now: new Date() });
});
