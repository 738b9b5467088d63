import { IdInput } from '@/server/auth/inputs';
import {
  listOwnSanctions,
  listSanctionsFor,
  previewSanction,
  startSanction,
} from '@/server/moderation/sanction-facts';
import { imposeSanction, takeSanctionBack } from '@/server/moderation/sanction-impose';
import {
  ImposeInput,
  PreviewInput,
  SanctionsOfInput,
  StartSanctionInput,
} from '@/server/moderation/sanction-inputs';
import { anyStatusProcedure, reachProcedure, router } from '@/server/trpc';
import { oneCase } from './one-case';

/** What moderators do about people, always on a case. */
export const sanctions = router({
  start: oneCase
    .input(StartSanctionInput)
    .query(({ ctx, input }) =>
      startSanction(ctx.db, { caseId: input.caseId, staff: ctx.by.staff, now: new Date() }),
    ),

  preview: oneCase.input(PreviewInput).query(({ ctx, input }) =>
    previewSanction(ctx.db, {
      wish: input,
      staff: ctx.by.staff,
      appUrl: ctx.appUrl,
      now: new Date(),
    }),
  ),

  impose: oneCase
    .input(ImposeInput)
    .mutation(({ ctx, input }) => imposeSanction(ctx.db, { ...ctx.by, wish: input, now: new Date() })),

  end: oneCase
    .input(IdInput)
    .mutation(({ ctx, input }) => takeSanctionBack(ctx.db, { ...ctx.by, id: input.id, now: new Date() })),

  listFor: reachProcedure('person.view')
    .input(SanctionsOfInput)
    .query(({ ctx, input }) =>
      listSanctionsFor(ctx.db, {
        ...input,
        viewerId: ctx.actor.userId,
        reach: ctx.reach,
        now: new Date(),
      }),
    ),

  mine: anyStatusProcedure.query(({ ctx }) =>
    listOwnSanctions(ctx.db, { userId: ctx.actor.userId, now: new Date() }),
  ),
});
