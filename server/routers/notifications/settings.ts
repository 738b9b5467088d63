import { listDeliveries } from '@/server/notifications/delivery-list';
import {
  ListDeliveriesInput,
  ListMutesInput,
  MuteInput,
  PauseInput,
  SimulateInput,
  UnmuteInput,
} from '@/server/notifications/inputs';
import { listMutes, mute, unmute } from '@/server/notifications/mutes';
import { tellTypes } from '@/server/notifications/preference-view';
import { pause } from '@/server/notifications/schedule';
import { simulate } from '@/server/notifications/simulate';
import { router } from '@/server/trpc';
import { pressedIn, settingProcedure } from './changing';

/** What stands right below `notifications`: of what somebody sets for themselves. */
export const settings = {
  types: settingProcedure.query(({ ctx }) => tellTypes(ctx.changing)),

  pause: settingProcedure
    .input(PauseInput)
    .mutation(({ ctx, input }) => pause(ctx.db, { ...ctx.changing, ...input })),

  mutes: router({
    list: settingProcedure
      .input(ListMutesInput)
      .query(({ ctx, input }) => listMutes(ctx.db, { ...ctx.changing, ...input })),
    add: settingProcedure
      .input(MuteInput)
      .mutation(({ ctx, input: { from, ...input } }) => mute(ctx.db, { ...pressedIn(from, ctx), ...input })),
    remove: settingProcedure
      .input(UnmuteInput)
      .mutation(({ ctx, input: { from, ...input } }) =>
        unmute(ctx.db, { ...pressedIn(from, ctx), ...input }),
      ),
  }),

  simulate: settingProcedure
    .input(SimulateInput)
    .query(({ ctx, input }) => simulate(ctx.db, { ...ctx.changing, ...input })),

  deliveries: router({
    list: settingProcedure
      .input(ListDeliveriesInput)
      .query(({ ctx, input }) => listDeliveries(ctx.db, { ...ctx.changing, ...input })),
  }),
};
