import { decideAppeal } from '@/server/moderation/appeal-deciding';
import { DecideAppealInput, FileAppealInput } from '@/server/moderation/appeal-inputs';
import { fileAppeal, listOwnAppeals } from '@/server/moderation/appeals';
import { anyStatusProcedure, router } from '@/server/trpc';
import { oneCase } from './one-case';

/** What somebody says against what was done about them, also while they are suspended; and who decides it. */
export const appeals = router({
  file: anyStatusProcedure
    .input(FileAppealInput)
    .mutation(({ ctx, input }) => fileAppeal(ctx.db, { ...input, cause: ctx.cause, now: new Date() })),

  mine: anyStatusProcedure.query(({ ctx }) => listOwnAppeals(ctx.db, { userId: ctx.actor.userId })),

  decide: oneCase
    .input(DecideAppealInput)
    .mutation(({ ctx, input }) => decideAppeal(ctx.db, { ...input, ...ctx.by, now: new Date() })),
});
