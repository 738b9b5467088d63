import { assignRole, findPersonId, unassignRole } from '@/server/roles/assign';
import { dryRun } from '@/server/roles/dry-run';
import { explainNamed } from '@/server/roles/explained';
import { ExplainInput } from '@/server/roles/grant-inputs';
import { createRole, removeRole, updateRole } from '@/server/roles/role-changes';
import {
  AssignRoleInput,
  CreateRoleInput,
  DryRunInput,
  RemoveRoleInput,
  RoleHoldersInput,
  UnassignRoleInput,
  UpdateRoleInput,
} from '@/server/roles/role-inputs';
import { listRoleHolders, listRoles, permissionCatalogue } from '@/server/roles/role-list';
import { freshStaffProcedure, router, staffProcedure } from '@/server/trpc';
import { grants } from './roles/grants';
import { permissions } from './roles/permissions';

/** Roles: what each gives, who holds it. Making them and giving them are permissions of their own. */
export const roles = router({
  catalogue: staffProcedure('dashboard.view').query(() => permissionCatalogue()),
  list: staffProcedure('dashboard.view').query(({ ctx }) => listRoles(ctx.db, { now: new Date() })),
  get: staffProcedure('roles.assign')
    .input(RoleHoldersInput)
    .query(({ ctx, input }) => listRoleHolders(ctx.db, { ...input, now: new Date() })),
  dryRun: staffProcedure('roles.edit')
    .input(DryRunInput)
    .query(({ ctx, input }) => dryRun(ctx.db, { ...input, now: new Date() })),
  create: freshStaffProcedure('roles.edit')
    .input(CreateRoleInput)
    .mutation(({ ctx, input: { roleId, ...values } }) =>
      createRole(ctx.db, { roleId, values, cause: ctx.cause, now: new Date() }),
    ),
  update: freshStaffProcedure('roles.edit')
    .input(UpdateRoleInput)
    .mutation(({ ctx, input: { roleId, version, ...changes } }) =>
      updateRole(ctx.db, { roleId, version, changes, cause: ctx.cause, now: new Date() }),
    ),
  remove: freshStaffProcedure('roles.edit')
    .input(RemoveRoleInput)
    .mutation(({ ctx, input }) => removeRole(ctx.db, { ...input, cause: ctx.cause, now: new Date() })),
  assign: freshStaffProcedure('roles.assign')
    .input(AssignRoleInput)
    .mutation(async ({ ctx, input: { person, ...wish } }) => {
      const personId = await findPersonId(ctx.db, { person });
      await assignRole(ctx.db, { ...wish, personId, cause: ctx.cause, now: new Date() });
      return { personId };
    }),
  unassign: freshStaffProcedure('roles.assign')
    .input(UnassignRoleInput)
    .mutation(async ({ ctx, input: { person, roleId } }) => {
      const personId = await findPersonId(ctx.db, { person });
      await unassignRole(ctx.db, { roleId, personId, cause: ctx.cause, now: new Date() });
      return { personId };
    }),
  explain: staffProcedure('roles.assign')
    .input(ExplainInput)
    .query(({ ctx, input: { personId, about } }) => {
      const id = about.type === 'site' ? null : about.objectId;
      const object = about.type === 'site' || id === null ? null : { type: about.type, id };
      return explainNamed(ctx.db, { personId, permission: about.permission, object, now: new Date() });
    }),
  grants,
  permissions,
});
