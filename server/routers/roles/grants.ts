import { listDenials } from '@/server/roles/denials-of';
import {
  AllowInput,
  DenialsInput,
  DenyInput,
  GiveGrantsInput,
  GrantsOfInput,
  HoldersInput,
  SearchInput,
  SharedInput,
  TakeGrantsInput,
} from '@/server/roles/grant-inputs';
import { addDenies, addGrants, removeDenies, removeGrants } from '@/server/roles/grants';
import { listGrantsOf } from '@/server/roles/grants-of';
import { listHolders, listShared } from '@/server/roles/holders';
import { findNamed } from '@/server/roles/named-search';
import { freshStaffProcedure, router, staffProcedure } from '@/server/trpc';

const reader = staffProcedure('roles.assign');
const giver = freshStaffProcedure('roles.assign');

/** What is given and denied on single people, groups, cases and apps. */
export const grants = router({
  of: reader.input(GrantsOfInput).query(({ ctx, input: { principalId, after } }) =>
    listGrantsOf(ctx.db, {
      principalId,
      after: after && { permissionId: after.permissionId, objectId: after.id },
    }),
  ),

  holders: reader
    .input(HoldersInput)
    .query(({ ctx, input }) => listHolders(ctx.db, { ...input, now: new Date() })),

  shared: reader
    .input(SharedInput)
    .query(({ ctx, input }) => listShared(ctx.db, { ...input, now: new Date() })),

  denials: reader.input(DenialsInput).query(({ ctx, input }) => listDenials(ctx.db, input)),

  search: reader.input(SearchInput).query(({ ctx, input }) => findNamed(ctx.db, input)),

  give: giver
    .input(GiveGrantsInput)
    .mutation(({ ctx, input: { on, ...rest } }) =>
      ctx.db.transaction((tx) => addGrants(tx, { ...rest, ...on, cause: ctx.cause, now: new Date() })),
    ),

  take: giver
    .input(TakeGrantsInput)
    .mutation(({ ctx, input: { on, principalIds } }) =>
      ctx.db.transaction((tx) =>
        removeGrants(tx, { principalIds, ...on, cause: ctx.cause, now: new Date() }),
      ),
    ),

  deny: giver
    .input(DenyInput)
    .mutation(({ ctx, input: { on, ...rest } }) =>
      ctx.db.transaction((tx) => addDenies(tx, { ...rest, ...on, cause: ctx.cause, now: new Date() })),
    ),

  allow: giver
    .input(AllowInput)
    .mutation(({ ctx, input: { on, principalIds } }) =>
      ctx.db.transaction((tx) =>
        removeDenies(tx, { principalIds, ...on, cause: ctx.cause, now: new Date() }),
      ),
    ),
});
