/** What a custom role can be marked with; a token of the style sheet each. */
export const ROLE_COLORS = ['slate', 'blue', 'green', 'amber', 'red', 'violet'] as const;

/** The permissions as people look for them, group by group; the words of a group stand under `permissions.groups`. */
export const PERMISSION_GROUPS = {
  dashboard: ['dashboard.view', 'audit.view', 'jobs.view', 'jobs.retry'],
  people: [
    'profiles.viewAll',
    'person.view',
    'person.viewEmail',
    'person.viewSecurity',
    'person.endSessions',
    'person.resetFactors',
    'person.purge',
  ],
  moderation: [
    'report.handle',
    'report.decideAppeal',
    'report.hideGroup',
    'person.note',
    'person.warn',
    'person.hide',
    'person.limit',
    'person.suspend',
  ],
  groups: [
    'groups.create',
    'group.view',
    'group.update',
    'group.manageMembers',
    'group.remove',
    'group.moderate',
  ],
  roles: ['roles.assign', 'roles.edit'],
  notifications: ['announcements.send'],
  apps: ['clients.manage', 'client.view', 'client.update'],
} as const;
