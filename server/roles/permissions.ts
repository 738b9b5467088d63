/**
 * Every permission there is. The number is its id in the database and never changes or is used again. Adding a
 * permission is one entry here; its words stand in messages/<locale>.json under `permissions`.
 */
export const PERMISSIONS = {
  'dashboard.view': { id: 1, objectType: 'site' },
  'jobs.view': { id: 2, objectType: 'site' },
  'jobs.retry': { id: 3, objectType: 'site' },
  'roles.assign': { id: 4, objectType: 'site' },
  'clients.manage': { id: 5, objectType: 'site' },
  /** See every profile whole, whoever it is shown to; each look is in the audit trail. */
  'profiles.viewAll': { id: 6, objectType: 'site' },
} as const satisfies Record<string, { id: number; objectType: 'site' }>;

export type Permission = keyof typeof PERMISSIONS;

/** The roles that come with Foyer. Being a member is being signed in; it needs no row for each person. */
export const BUILT_IN_ROLES = {
  moderator: ['dashboard.view', 'profiles.viewAll'],
  administrator: [
    'dashboard.view',
    'jobs.view',
    'jobs.retry',
    'roles.assign',
    'clients.manage',
    'profiles.viewAll',
  ],
} as const satisfies Record<string, Permission[]>;

export type BuiltInRole = keyof typeof BUILT_IN_ROLES;
