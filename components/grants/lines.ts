import type { inferRouterInputs } from '@trpc/server';
import {
  type ObjectType,
  type Permission,
  permissionEntry,
  permissionsAbout,
} from '@/server/roles/permissions';
import type { AppRouter } from '@/server/router';

type Lines = inferRouterInputs<AppRouter>['roles']['grants']['take'];

/** Some permissions on some objects as the procedures take them; what does not fit the type is left out. */
export function linesOn(type: ObjectType, objectIds: string[], chosen: readonly Permission[]): Lines['on'] {
  const fitting = <Type extends ObjectType>(one: Type) => ({
    type: one,
    objectIds,
    permissions: permissionsAbout(one).filter((name) => chosen.includes(name)),
  });
  switch (type) {
    case 'person':
      return fitting('person');
    case 'group':
      return fitting('group');
    case 'report':
      return fitting('report');
    case 'client':
      return fitting('client');
  }
}

/** One permission of one principal on one object. */
export function lineOn(principalId: string, permission: Permission, objectId: string): Lines {
  const { objectType } = permissionEntry(permission);
  if (objectType === 'site') throw new Error(`${permission} is about no object`);
  return { principalIds: [principalId], on: linesOn(objectType, [objectId], [permission]) };
}
