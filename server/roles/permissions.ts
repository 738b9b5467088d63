/** What a permission can be about: the whole site, or one object of a type. `report` is a case of the moderators. */
export const OBJECT_TYPES = ['person', 'group', 'report', 'client'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

interface PermissionEntry {
  /** Its id in the database; never changes and is never used again. */
  id: number;
  objectType: 'site' | ObjectType;
  /** Whoever may `group.moderate` may do it with the people of that group, and with what was reported of them. */
  byModeratingGroup?: true;
  /** What somebody is in a group that is enough for it there. */
  fromStanding?: 'member' | 'manager' | 'owner';
  /** Only on one object, never everywhere. */
  objectOnly?: true;
}

/**
 * Every permission there is. Adding one is one entry here; its words stand in messages/<locale>.json under `permissions`.
 * One about a type of object can be given on an object, or everywhere: then it counts for every object of the type.
 */
export const PERMISSIONS = {
  'dashboard.view': { id: 1, objectType: 'site' },
  'jobs.view': { id: 2, objectType: 'site' },
  'jobs.retry': { id: 3, objectType: 'site' },
  /** Give roles and grants, of what one may do oneself. Who holds it for good is an administrator. */
  'roles.assign': { id: 4, objectType: 'site' },
  'clients.manage': { id: 5, objectType: 'site' },
  /** See every profile whole, whoever it is shown to; each look is in the audit trail. */
  'profiles.viewAll': { id: 6, objectType: 'site' },
  /** Make, change and remove roles. */
  'roles.edit': { id: 7, objectType: 'site' },
  'audit.view': { id: 8, objectType: 'site' },
  'groups.create': { id: 9, objectType: 'site' },
  /** See somebody's page in the dashboard: status, sanctions, cases, notes. */
  'person.view': { id: 10, objectType: 'person', byModeratingGroup: true },
  'person.viewEmail': { id: 11, objectType: 'person' },
  /** Sessions, factors and the security log. */
  'person.viewSecurity': { id: 12, objectType: 'person' },
  'person.endSessions': { id: 13, objectType: 'person' },
  'person.resetFactors': { id: 14, objectType: 'person' },
  'person.note': { id: 15, objectType: 'person', byModeratingGroup: true },
  'person.warn': { id: 16, objectType: 'person', byModeratingGroup: true },
  'person.hide': { id: 17, objectType: 'person', byModeratingGroup: true },
  'person.limit': { id: 18, objectType: 'person', byModeratingGroup: true },
  'person.suspend': { id: 19, objectType: 'person', byModeratingGroup: true },
  /** Together with a second administrator. */
  'person.purge': { id: 20, objectType: 'person' },
  /** See a group that only its members see. */
  'group.view': { id: 21, objectType: 'group', fromStanding: 'member' },
  'group.update': { id: 22, objectType: 'group', fromStanding: 'owner' },
  'group.manageMembers': { id: 23, objectType: 'group', fromStanding: 'manager' },
  'group.remove': { id: 24, objectType: 'group', fromStanding: 'owner' },
  /** Act on the people of a group and on what is reported of them and of it. No standing in the group gives it. */
  'group.moderate': { id: 25, objectType: 'group', objectOnly: true },
  /** See a case, claim it and decide it. */
  'report.handle': { id: 26, objectType: 'report', byModeratingGroup: true },
  'report.decideAppeal': { id: 27, objectType: 'report', byModeratingGroup: true },
  'client.view': { id: 28, objectType: 'client' },
  'client.update': { id: 29, objectType: 'client' },
  /** Tell many people something at once. */
  'announcements.send': { id: 30, objectType: 'site' },
  /** Hide the group that a case is about, and show it again. */
  'report.hideGroup': { id: 31, objectType: 'report', byModeratingGroup: true },
} as const satisfies Record<string, PermissionEntry>;

export type Permission = keyof typeof PERMISSIONS;

/** The permissions about one kind of object, or about the site. */
export type PermissionOn<Type extends 'site' | ObjectType> = {
  [Name in Permission]: (typeof PERMISSIONS)[Name]['objectType'] extends Type ? Name : never;
}[Permission];

export const PERMISSION_NAMES = Object.keys(PERMISSIONS).filter(isPermission);

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(PERMISSIONS, name);
}

/** The permissions about one type of object, or about the site, in the order of the catalogue. */
export function permissionsAbout<Type extends 'site' | ObjectType>(type: Type) {
  return PERMISSION_NAMES.filter(
    (name): name is PermissionOn<Type> & Permission => permissionEntry(name).objectType === type,
  );
}

/** The same with every field that an entry may have. */
export function permissionEntry(name: Permission): PermissionEntry {
  return PERMISSIONS[name];
}

/** The roles that come with Foyer. Being a member is being signed in; it needs no row for each person. */
export const BUILT_IN_ROLES = {
  moderator: [
    'dashboard.view',
    'profiles.viewAll',
    'person.view',
    'person.note',
    'person.warn',
    'person.hide',
    'person.limit',
    'person.suspend',
    'group.view',
    'report.handle',
    'report.decideAppeal',
    'report.hideGroup',
  ],
  administrator: PERMISSION_NAMES.filter((name) => !permissionEntry(name).objectOnly),
} as const satisfies Record<string, readonly Permission[]>;

export type BuiltInRole = keyof typeof BUILT_IN_ROLES;
