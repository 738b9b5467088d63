import { useState } from 'react';
import type { Permission } from '@/server/roles/permissions';
import type { ListedRole } from '@/server/roles/role-list';

/** One permission that a role is to give, or no more. */
interface Edit {
  role: ListedRole;
  permission: Permission;
  gives: boolean;
}

/** What is ticked in the table, and what of it is not saved. */
export function useRoleEdits(roles: readonly ListedRole[]) {
  const [ticked, setTicked] = useState<Readonly<Record<string, boolean>>>({});
  const keyOf = (role: ListedRole, permission: Permission) => `${role.id} ${permission}`;
  const gives = (role: ListedRole, permission: Permission) =>
    ticked[keyOf(role, permission)] ?? role.permissions.includes(permission);
  // What somebody else changed meanwhile to what was ticked here is no change any more.
  const edits = roles.flatMap((role) =>
    Object.entries(ticked).flatMap(([key, wanted]): Edit[] => {
      const [id, permission] = key.split(' ') as [string, Permission];
      return id === role.id && role.permissions.includes(permission) !== wanted
        ? [{ role, permission, gives: wanted }]
        : [];
    }),
  );
  const changed = roles
    .filter((role) => edits.some((edit) => edit.role === role))
    .map((role) => ({ role, permissions: permissionsAfter(role, edits) }));
  return {
    gives,
    edits,
    changed,
    tick: (role: ListedRole, permission: Permission, wanted: boolean) =>
      setTicked((all) => ({ ...all, [keyOf(role, permission)]: wanted })),
    discard: () => setTicked({}),
  };
}

export type ChangedRole = ReturnType<typeof useRoleEdits>['changed'][number];

function permissionsAfter(role: ListedRole, edits: readonly Edit[]): Permission[] {
  const own = edits.filter((edit) => edit.role === role);
  const taken = new Set(own.filter((edit) => !edit.gives).map(({ permission }) => permission));
  const given = own.filter((edit) => edit.gives).map(({ permission }) => permission);
  return [...role.permissions.filter((name) => !taken.has(name)), ...given];
}
