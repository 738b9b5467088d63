import { listHistory } from '@/server/notifications/history';
import {
  ListHistoryInput,
  RevertInput,
  SetManyInput,
  SetOneInput,
  SetPreferenceInput,
} from '@/server/notifications/inputs';
import { getPreferences } from '@/server/notifications/preference-queries';
import { resetPreferences, setPreferences } from '@/server/notifications/preferences';
import { revertChange } from '@/server/notifications/revert';
import { router } from '@/server/trpc';
import { settingProcedure } from './changing';

/** What reaches me, and on which ways. */
export const preferences = router({
  get: settingProcedure.query(({ ctx }) => getPreferences(ctx.db, ctx.changing)),

  set: settingProcedure
    .input(SetOneInput)
    .mutation(({ ctx, input }) =>
      setPreferences(ctx.db, { ...ctx.changing, changes: [SetPreferenceInput.parse(input)] }),
    ),

  setMany: settingProcedure
    .input(SetManyInput)
    .mutation(({ ctx, input }) => setPreferences(ctx.db, { ...ctx.changing, ...input })),

  reset: settingProcedure.mutation(({ ctx }) => resetPreferences(ctx.db, ctx.changing)),

  history: settingProcedure
    .input(ListHistoryInput)
    .query(({ ctx, input }) => listHistory(ctx.db, { ...ctx.changing, ...input })),

  revert: settingProcedure
    .input(RevertInput)
    .mutation(({ ctx, input }) => revertChange(ctx.db, { ...ctx.changing, ...input })),
});
