import { IdInput } from '@/server/auth/inputs';
import { countUse } from '@/server/auth/throttle';
import { changeCasesAtOnce } from '@/server/moderation/case-bulk';
import { claimCases, dismissCases, releaseCases, reopenCase, theOne } from '@/server/moderation/case-changes';
import {
  BulkCasesInput,
  ClaimCaseInput,
  ListCasesInput,
  OpenGroupCaseInput,
  OpenPersonCaseInput,
  ResolveCaseInput,
} from '@/server/moderation/case-inputs';
import { listCases } from '@/server/moderation/case-list';
import { openGroupCase, openPersonCase } from '@/server/moderation/case-opening';
import { getCase } from '@/server/moderation/case-page';
import { CreateReportInput, ListReportsInput, SubjectInput } from '@/server/moderation/report-inputs';
import { createReport, listOwnReports, previewReport } from '@/server/moderation/reports';
import { openStore } from '@/server/photos/open-store';
import { reachProcedure, router, userProcedure } from '@/server/trpc';
import { oneCase } from './one-case';

const handler = reachProcedure('report.handle').use(({ ctx, next }) =>
  next({ ctx: { by: { staff: { userId: ctx.actor.userId, reach: ctx.reach }, cause: ctx.cause } } }),
);

/** What people report, and the cases that it makes. */
export const reports = router({
  preview: userProcedure
    .input(SubjectInput)
    .query(({ ctx, input }) =>
      previewReport(ctx.db, { subject: input.subject, userId: ctx.actor.userId, now: new Date() }),
    ),

  create: userProcedure.input(CreateReportInput).mutation(async ({ ctx, input }) => {
    const { userId } = ctx.actor;
    await countUse(ctx.db, { limit: 'report.person', key: userId });
    return createReport(ctx.db, {
      ...input,
      userId,
      store: openStore(ctx),
      cause: ctx.cause,
      now: new Date(),
    });
  }),

  mine: userProcedure
    .input(ListReportsInput)
    .query(({ ctx, input }) => listOwnReports(ctx.db, { userId: ctx.actor.userId, after: input.after })),

  list: handler
    .input(ListCasesInput)
    .query(({ ctx, input }) =>
      ctx.readList((db) => listCases(db, { staff: ctx.by.staff, filter: input, now: new Date() })),
    ),

  get: oneCase
    .input(IdInput)
    .query(({ ctx, input }) => getCase(ctx.db, { ...ctx.by, id: input.id, now: new Date() })),

  /** The case on which staff acts about a group. */
  openGroup: oneCase
    .input(OpenGroupCaseInput)
    .mutation(({ ctx, input }) =>
      openGroupCase(ctx.db, { ...ctx.by, groupId: input.groupId, now: new Date() }),
    ),

  /** The same about somebody. */
  openPerson: oneCase
    .input(OpenPersonCaseInput)
    .mutation(({ ctx, input }) =>
      openPersonCase(ctx.db, { ...ctx.by, personId: input.personId, now: new Date() }),
    ),

  claim: oneCase
    .input(ClaimCaseInput)
    .mutation(async ({ ctx, input: { id, from } }) =>
      theOne(await claimCases(ctx.db, { ...ctx.by, ids: [id], from, now: new Date() })),
    ),

  release: oneCase
    .input(IdInput)
    .mutation(async ({ ctx, input }) =>
      theOne(await releaseCases(ctx.db, { ...ctx.by, ids: [input.id], now: new Date() })),
    ),

  resolve: oneCase
    .input(ResolveCaseInput)
    .mutation(async ({ ctx, input: { id, rule, reason } }) =>
      theOne(await dismissCases(ctx.db, { ...ctx.by, ids: [id], rule, reason, now: new Date() })),
    ),

  reopen: oneCase
    .input(IdInput)
    .mutation(({ ctx, input }) => reopenCase(ctx.db, { ...ctx.by, id: input.id, now: new Date() })),

  bulk: oneCase
    .input(BulkCasesInput)
    .mutation(({ ctx, input }) => changeCasesAtOnce(ctx.db, { ...ctx.by, ...input, now: new Date() })),
});
