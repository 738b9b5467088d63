import { DomainError } from '@/server/errors';
import { findCaseReach } from '@/server/moderation/case-reach';
import { userProcedure } from '@/server/trpc';

/**
 * For people who handle cases, everywhere, of groups that they moderate, or single ones that they were given by themselves; who
 * they are and whom they reach comes as `ctx.by`. @throws NOT_ALLOWED
 */
export const oneCase = userProcedure.use(async ({ ctx, next }) => {
  const { userId, permissions: held } = ctx.actor;
  const reach = await findCaseReach(ctx.db, { userId, held, now: new Date() });
  if (!reach) throw new DomainError('NOT_ALLOWED');
  return next({ ctx: { by: { staff: { userId, reach }, cause: ctx.cause } } });
});
