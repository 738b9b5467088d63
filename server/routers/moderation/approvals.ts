import { IdInput } from '@/server/auth/inputs';
import { askApproval } from '@/server/moderation/approval-asking';
import { agreeApproval, declineApproval, withdrawApproval } from '@/server/moderation/approval-deciding';
import { AskApprovalInput, ListApprovalsInput } from '@/server/moderation/approval-inputs';
import { listApprovals } from '@/server/moderation/approval-list';
import { findPersonId } from '@/server/roles/assign';
import { freshStaffProcedure, router, staffProcedure } from '@/server/trpc';

/** What nothing brings back: one administrator asks for it, another one agrees. */
export const approvals = router({
  list: staffProcedure('roles.assign')
    .input(ListApprovalsInput)
    .query(({ ctx, input }) =>
      listApprovals(ctx.db, { ...input, userId: ctx.actor.userId, now: new Date() }),
    ),

  ask: freshStaffProcedure('roles.assign')
    .input(AskApprovalInput)
    .mutation(async ({ ctx, input }) => {
      const personId = await findPersonId(ctx.db, input);
      const { id, roleId, expiresAt: until, reason } = input;
      const act =
        roleId === undefined
          ? { kind: 'purge' as const, personId }
          : { kind: 'administrator' as const, personId, roleId, until };
      await askApproval(ctx.db, { id, act, reason, cause: ctx.cause, now: new Date() });
    }),

  agree: freshStaffProcedure('roles.assign')
    .input(IdInput)
    .mutation(({ ctx, input }) => agreeApproval(ctx.db, { id: input.id, cause: ctx.cause, now: new Date() })),

  decline: staffProcedure('roles.assign')
    .input(IdInput)
    .mutation(({ ctx, input }) =>
      declineApproval(ctx.db, { id: input.id, cause: ctx.cause, now: new Date() }),
    ),

  withdraw: staffProcedure('roles.assign')
    .input(IdInput)
    .mutation(({ ctx, input }) =>
      withdrawApproval(ctx.db, { id: input.id, cause: ctx.cause, now: new Date() }),
    ),
});
