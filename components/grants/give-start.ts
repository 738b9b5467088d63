import type { Named } from '@/server/roles/named';
import type { ObjectType, Permission } from '@/server/roles/permissions';

/** What the dialog begins with, and which of it stays as it is. */
export interface GiveStart {
  what: 'give' | 'deny';
  principals: Named[];
  type: ObjectType | 'everywhere';
  objects: Named[];
  permissions: Permission[];
  fixed: { principal: boolean; object: boolean };
}

/** On an object: to whom is to be chosen. */
export function givingOn(what: GiveStart['what'], object: Named, type: ObjectType): GiveStart {
  const fixed = { principal: false, object: true };
  return { what, principals: [], type, objects: [object], permissions: [], fixed };
}

/** To somebody: what, and on what, is to be chosen. */
export function givingTo(principal: Named): GiveStart {
  const fixed = { principal: true, object: false };
  return { what: 'give', principals: [principal], type: 'group', objects: [], permissions: [], fixed };
}
