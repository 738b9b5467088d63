import { allowDevice, denyDevice, viewDevice } from '@/server/oauth/device-decisions';
import { DeviceAnswer, UserCode } from '@/server/oauth/inputs';
import { router, userProcedure } from '@/server/trpc';

/** A device without a browser waits for a person to type its code. All are mutations: a code belongs in no address. */
export const device = router({
  find: userProcedure
    .input(UserCode)
    .mutation(({ ctx, input }) =>
      viewDevice(ctx.db, { ...input, actor: ctx.actor, ip: ctx.ip, now: new Date() }),
    ),
  allow: userProcedure.input(DeviceAnswer).mutation(({ ctx, input }) =>
    allowDevice(ctx.db, {
      ...input,
      actor: ctx.actor,
      ip: ctx.ip,
      cause: ctx.cause,
      now: new Date(),
    }),
  ),
  deny: userProcedure
    .input(UserCode)
    .mutation(({ ctx, input }) =>
      denyDevice(ctx.db, { ...input, actor: ctx.actor, ip: ctx.ip, now: new Date() }),
    ),
});
