import { z } from 'zod';
import { listFailingJobs } from '@/server/jobs/dead-letters';
import { retryFailingJob } from '@/server/operations/commands';
import { getOverview } from '@/server/operations/queries';
import { router, staffProcedure } from '@/server/trpc';

/** What staff see of the machinery: mail and jobs. */
export const operations = router({
  overview: staffProcedure('dashboard.view').query(({ ctx }) => getOverview(ctx.db, { now: new Date() })),
  failingJobs: staffProcedure('jobs.view').query(({ ctx }) => listFailingJobs(ctx.db)),
  retryJob: staffProcedure('jobs.retry')
    .input(z.strictObject({ id: z.string().regex(/^\d{1,18}$/) }))
    .mutation(({ ctx, input }) =>
      retryFailingJob(ctx.db, { id: input.id, cause: ctx.cause, now: new Date() }),
    ),
});
