import { GivePermissionsInput, PermissionsOfInput, TakePermissionsInput } from '@/server/roles/grant-inputs';
import { givePermissions, listPermissionsOf, takePermissions } from '@/server/roles/person-permissions';
import { freshStaffProcedure, router, staffProcedure } from '@/server/trpc';

/** What single people hold everywhere by themselves, beside their roles. */
export const permissions = router({
  of: staffProcedure('roles.assign')
    .input(PermissionsOfInput)
    .query(({ ctx, input }) => listPermissionsOf(ctx.db, input)),

  give: freshStaffProcedure('roles.assign')
    .input(GivePermissionsInput)
    .mutation(({ ctx, input }) => givePermissions(ctx.db, { ...input, cause: ctx.cause, now: new Date() })),

  take: freshStaffProcedure('roles.assign')
    .input(TakePermissionsInput)
    .mutation(({ ctx, input }) => takePermissions(ctx.db, { ...input, cause: ctx.cause, now: new Date() })),
});
