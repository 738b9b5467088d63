import { getCaseStats } from '@/server/moderation/stats-cases';
import { StatsInput } from '@/server/moderation/stats-inputs';
import { getAccessStats, getFactorStats, getWorkStats } from '@/server/moderation/stats-site';
import { reachProcedure, router, staffProcedure } from '@/server/trpc';

/** The charts of the front page of the dashboard; days are those of whoever looks. */
export const stats = router({
  cases: reachProcedure('report.handle')
    .input(StatsInput)
    .query(({ ctx, input }) =>
      ctx.readList((db) =>
        getCaseStats(db, {
          staff: { userId: ctx.actor.userId, reach: ctx.reach },
          timeZone: ctx.actor.timeZone,
          days: input.days,
          now: new Date(),
        }),
      ),
    ),

  access: staffProcedure('dashboard.view')
    .input(StatsInput)
    .query(({ ctx, input }) =>
      ctx.readList((db) =>
        getAccessStats(db, { timeZone: ctx.actor.timeZone, days: input.days, now: new Date() }),
      ),
    ),

  factors: staffProcedure('dashboard.view').query(({ ctx }) => ctx.readList(getFactorStats)),

  work: staffProcedure('jobs.view').query(({ ctx }) => getWorkStats(ctx.db, { now: new Date() })),
});
