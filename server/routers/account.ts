import type { Context } from '@/server/context';
import { requestExport } from '@/server/export/commands';
import { getExportStatus } from '@/server/export/queries';
import {
  cancelDeletion,
  cancelDeletionByLink,
  deleteAccountNow,
  pauseAccount,
  resumeAccount,
  scheduleDeletion,
} from '@/server/leaving/commands';
import {
  DeletionInput,
  LinkTokenInput,
  PauseInput,
  ReceiptInput,
  VerifyReceiptInput,
} from '@/server/leaving/inputs';
import { getAccountState, getDeletionImpact, getReceipt } from '@/server/leaving/queries';
import { verifyReceipt } from '@/server/leaving/receipt-keys';
import {
  anyStatusProcedure,
  freshAnyStatusProcedure,
  freshProcedure,
  publicProcedure,
  router,
} from '@/server/trpc';

/** How somebody pauses, takes everything along, or goes for good. */
export const account = router({
  state: anyStatusProcedure.query(({ ctx }) => getAccountState(ctx.db, { userId: ctx.actor.userId })),

  deactivate: freshProcedure.input(PauseInput).mutation(async ({ ctx, input }) => {
    const returnOn = input.returnOn === null ? null : new Date(input.returnOn);
    await pauseAccount(ctx.db, { userId: ctx.actor.userId, returnOn, cause: ctx.cause, now: new Date() });
    forgetSession(ctx);
  }),

  reactivate: anyStatusProcedure.mutation(({ ctx }) =>
    resumeAccount(ctx.db, { userId: ctx.actor.userId, cause: ctx.cause, now: new Date() }),
  ),

  deletionImpact: anyStatusProcedure.query(({ ctx }) =>
    getDeletionImpact(ctx.db, {
      userId: ctx.actor.userId,
      graceDays: ctx.deletionGraceDays,
      now: new Date(),
    }),
  ),

  scheduleDeletion: freshProcedure.input(DeletionInput).mutation(async ({ ctx, input }) => {
    const leaving = { userId: ctx.actor.userId, cause: ctx.cause, now: new Date() };
    const scheduled = await scheduleDeletion(ctx.db, {
      ...leaving,
      ...input,
      graceDays: ctx.deletionGraceDays,
    });
    forgetSession(ctx);
    return scheduled;
  }),

  cancelDeletion: anyStatusProcedure.mutation(({ ctx }) =>
    cancelDeletion(ctx.db, { userId: ctx.actor.userId, cause: ctx.cause, now: new Date() }),
  ),

  cancelDeletionByLink: publicProcedure.input(LinkTokenInput).mutation(({ ctx, input }) => {
    const { secret, ip, userAgent, requestId } = ctx;
    return cancelDeletionByLink(ctx.db, { ...input, secret, ip, userAgent, requestId, now: new Date() });
  }),

  deleteNow: freshAnyStatusProcedure.input(DeletionInput).mutation(async ({ ctx, input }) => {
    const leaving = { userId: ctx.actor.userId, cause: ctx.cause, now: new Date() };
    const deleted = await deleteAccountNow(ctx.db, { ...leaving, ...input });
    forgetSession(ctx);
    return deleted;
  }),

  receipt: publicProcedure.input(ReceiptInput).query(({ ctx, input }) => getReceipt(ctx.db, input)),

  verifyReceipt: publicProcedure
    .input(VerifyReceiptInput)
    .mutation(({ ctx, input }) => verifyReceipt(ctx.db, input)),

  export: router({
    request: freshAnyStatusProcedure.mutation(({ ctx }) =>
      requestExport(ctx.db, { userId: ctx.actor.userId, cause: ctx.cause, now: new Date() }),
    ),
    status: anyStatusProcedure.query(({ ctx }) =>
      getExportStatus(ctx.db, { userId: ctx.actor.userId, now: new Date() }),
    ),
  }),
});

/** Its session is over already; the browser forgets it too. */
function forgetSession(ctx: Context) {
  ctx.setCookie({ name: ctx.cookies.session, value: '', maxAge: 0 });
  ctx.clearSiteData();
}
