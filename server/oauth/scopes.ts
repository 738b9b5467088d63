import type { AppRouter } from '@/server/router';
import type { Scope } from './catalog';

/** The paths of all procedures below a router, as they stand in an address. */
type PathsOf<Routes> = {
  [Name in keyof Routes & string]: Routes[Name] extends { _def: { procedure: true } }
    ? Name
    : `${Name}.${PathsOf<Routes[Name]>}`;
}[keyof Routes & string];

export type ProcedurePath = PathsOf<AppRouter['_def']['record']>;

/** Which scope opens which procedure to an app. What does not stand here is closed to every token. */
const SCOPE_OF: Partial<Record<ProcedurePath, Scope>> = {
  'profile.me': 'profile.read',
  'viewer.me': 'profile.read',
  'viewer.current': 'profile.read',
  'profile.update': 'profile.write',
  'profile.photo.history': 'profile.read',
  'profile.byHandle': 'people.read',
  'profile.search': 'people.read',
  'contacts.list': 'people.read',
  'contacts.more': 'people.read',
  'privacy.get': 'privacy.read',
  'privacy.blocks.list': 'privacy.read',
  'privacy.update': 'privacy.write',
  'messages.list': 'messages.read',
  'messages.unread': 'messages.read',
  'messages.markRead': 'messages.read',
  'messages.markUnread': 'messages.read',
  'privacy.contact.send': 'messages.send',
  'notifications.types': 'notifications.read',
  'notifications.preferences.get': 'notifications.read',
  'notifications.schedule.get': 'notifications.read',
  'notifications.preferences.history': 'notifications.read',
  'notifications.mutes.list': 'notifications.read',
  'notifications.simulate': 'notifications.read',
  'notifications.deliveries.list': 'notifications.read',
  'notifications.preferences.set': 'notifications.write',
  'notifications.preferences.setMany': 'notifications.write',
  'notifications.preferences.reset': 'notifications.write',
  'notifications.schedule.set': 'notifications.write',
  'notifications.preferences.revert': 'notifications.write',
  'notifications.mutes.add': 'notifications.write',
  'notifications.mutes.remove': 'notifications.write',
  'notifications.pause': 'notifications.write',
  'notifications.send': 'notifications:send',
  'auth.events.list': 'security.read',
  'auth.readiness': 'security.read',
  'auth.sessions.list': 'security.read',
  'auth.sessions.revoke': 'sessions.manage',
  'auth.sessions.revokeOthers': 'sessions.manage',
  'operations.overview': 'staff.operations',
  'operations.failingJobs': 'staff.operations',
  'operations.retryJob': 'staff.operations',
  'apps.clients.list': 'staff.clients',
};

const scopes = new Map<string, Scope>(Object.entries(SCOPE_OF));

/** The scope that opens a procedure to an app; undefined when it is closed to all of them. */
export function scopeOf(path: string): Scope | undefined {
  return scopes.get(path);
}
