import { SetScheduleInput } from '@/server/notifications/inputs';
import { getSchedule, setSchedule } from '@/server/notifications/schedule';
import { router } from '@/server/trpc';
import { settingProcedure } from './changing';

/** When nothing makes a noise, and when digests come. */
export const schedule = router({
  get: settingProcedure.query(({ ctx }) => getSchedule(ctx.db, ctx.changing)),

  set: settingProcedure
    .input(SetScheduleInput)
    .mutation(({ ctx, input }) => setSchedule(ctx.db, { ...ctx.changing, changes: input })),
});
