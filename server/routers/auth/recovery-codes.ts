import {
  generateRecoveryCodes,
  getRecoveryCodeStatus,
  markRecoveryCodesSaved,
} from '@/server/auth/recovery-codes';
import { freshProcedure, router, userProcedure } from '@/server/trpc';

export const recoveryCodes = router({
  status: userProcedure.query(({ ctx }) => getRecoveryCodeStatus(ctx.db, { userId: ctx.actor.userId })),

  /** A new set in place of the old one; shown this once. */
  generate: freshProcedure.mutation(async ({ ctx }) => ({
    codes: await generateRecoveryCodes(ctx.db, {
      userId: ctx.actor.userId,
      cause: ctx.cause,
      now: new Date(),
    }),
  })),

  markSaved: userProcedure.mutation(async ({ ctx }) => {
    await markRecoveryCodesSaved(ctx.db, { userId: ctx.actor.userId, now: new Date() });
    return { saved: true };
  }),
});
