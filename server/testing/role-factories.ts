import { and, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { cases } from '@/db/schema/moderation';
import {
  memberships,
  objectDenies,
  objectGrants,
  principalPermissions,
  roles,
} from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { type ObjectType, PERMISSIONS, type Permission, permissionEntry } from '@/server/roles/permissions';

interface Line {
  principalId: string;
  permission: Permission;
  objectId: string;
}

/** What tests of roles and grants start from: rows as they would be, without any rule asked. */
export function roleFactories(db: Database) {
  const typeOf = (permission: Permission): ObjectType => {
    const { objectType } = permissionEntry(permission);
    if (objectType === 'site') throw new Error(`${permission} is about no object`);
    return objectType;
  };
  return {
    /** Somebody, a role or a group may do something with one object. */
    async grant({
      principalId,
      permission,
      objectId,
      ...more
    }: Line & { expiresAt?: Date; grantedBy?: string }) {
      await db.insert(objectGrants).values({
        principalId,
        permissionId: PERMISSIONS[permission].id,
        objectId,
        objectType: typeOf(permission),
        grantedAt: new Date(),
        ...more,
      });
    },

    async deny({ principalId, permission, objectId, deniedBy }: Line & { deniedBy?: string }) {
      await db.insert(objectDenies).values({
        principalId,
        permissionId: PERMISSIONS[permission].id,
        objectId,
        objectType: typeOf(permission),
        deniedAt: new Date(),
        deniedBy: deniedBy ?? null,
      });
    },

    /** A principal may do something everywhere. */
    async permission(line: { principalId: string; permission: Permission; expiresAt?: Date }) {
      const { permission, ...row } = line;
      await db.insert(principalPermissions).values({ ...row, permissionId: PERMISSIONS[permission].id });
    },

    /** Somebody is in a group, or holds a role. */
    async membership(row: typeof memberships.$inferInsert) {
      await db.insert(memberships).values(row);
    },

    async noMembership({ userId, principalId }: { userId: string; principalId: string }) {
      await db
        .delete(memberships)
        .where(and(eq(memberships.userId, userId), eq(memberships.principalId, principalId)));
    },

    /** A role that people made, with what it gives. */
    async customRole(wish: Partial<typeof roles.$inferInsert> = {}, held: readonly Permission[] = []) {
      const id = uuid();
      await db.insert(principals).values({ id, kind: 'role' });
      await db.insert(roles).values({ id, name: `Role ${id}`, createdAt: new Date(), ...wish });
      if (held.length > 0)
        await db
          .insert(principalPermissions)
          .values(held.map((name) => ({ principalId: id, permissionId: PERMISSIONS[name].id })));
      return id;
    },

    /** A group with nobody in it. */
    async emptyGroup(wish: Partial<typeof groups.$inferInsert> = {}) {
      const id = uuid();
      await db.insert(principals).values({ id, kind: 'group' });
      await db.insert(groups).values({ id, name: `Group ${id}`, createdAt: new Date(), ...wish });
      return id;
    },

    /** A case that nobody has looked at, about somebody or a group. */
    async bareCase(about: { personId: string } | { groupId: string }) {
      const id = uuid();
      const subject =
        'personId' in about
          ? { subjectKind: 'profile' as const, subjectId: about.personId, personId: about.personId }
          : { subjectKind: 'group' as const, subjectId: about.groupId, groupId: about.groupId };
      await db.insert(cases).values({ id, openedAt: new Date(), ...subject });
      return id;
    },
  };
}

/** `size` rows of it around a person. */
export async function roleAround(_db: Database, _person: { id: string; email: string }, _size: number) {}
