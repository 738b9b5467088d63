import type { Permission } from '@/server/roles/permissions';

/**
 * What an app may be allowed to do: `noun.verb` for a person who lets it, `noun:verb` in its own name. Adding a scope is one
 * entry here; its words stand in messages/<locale>.json under `scopes`, and what it opens in scopes.ts.
 */
export const SCOPES = {
  'profile.read': { sensitive: false, staff: false },
  'profile.write': { sensitive: false, staff: false },
  'people.read': { sensitive: false, staff: false },
  'privacy.read': { sensitive: false, staff: false },
  'privacy.write': { sensitive: true, staff: false },
  'messages.read': { sensitive: true, staff: false },
  'messages.send': { sensitive: true, staff: false },
  'notifications.read': { sensitive: false, staff: false },
  'notifications.write': { sensitive: true, staff: false },
  'security.read': { sensitive: true, staff: false },
  'sessions.manage': { sensitive: true, staff: false },
  'staff.operations': { sensitive: true, staff: true },
  'staff.clients': { sensitive: true, staff: true },
  'notifications:send': { sensitive: true, staff: false, givenBy: 'announcements.send' },
} as const satisfies Record<string, ScopeEntry>;

interface ScopeEntry {
  /** The person confirms who they are before they give it. */
  sensitive: boolean;
  /** Opens what the person has a permission for besides, and nothing without it. */
  staff: boolean;
  /**
   * The app does it in its own name, with a token of its own (RFC 6749 section 4.4): no person is asked for it, and none can give
   * it. Staff let an app have it who may do as much themselves, which is this permission.
   */
  givenBy?: Permission;
}

export type Scope = keyof typeof SCOPES;
/** What an app does in its own name. */
export type ServiceScope = {
  [Name in Scope]: (typeof SCOPES)[Name] extends { givenBy: Permission } ? Name : never;
}[Scope];
/** What a person lets an app do. */
export type PersonScope = Exclude<Scope, ServiceScope>;

export const SCOPE_NAMES = Object.keys(SCOPES).filter(isScope);

export function isScope(name: string): name is Scope {
  return Object.hasOwn(SCOPES, name);
}

/** Which permission lets somebody give an app what it does in its own name; undefined for what people give. */
export function givenBy(scope: Scope): Permission | undefined {
  const entry: ScopeEntry = SCOPES[scope];
  return entry.givenBy;
}

export function isPersonScope(name: string): name is PersonScope {
  return isScope(name) && givenBy(name) === undefined;
}

export function isServiceScope(name: string): name is ServiceScope {
  return isScope(name) && givenBy(name) !== undefined;
}

/** Seconds. */
export const ACCESS_TOKEN_SECONDS = 300;
/** A refresh token that nobody uses, and the family of one in all. */
export const REFRESH_IDLE_SECONDS = 14 * 86_400;
export const APP_SESSION_SECONDS = 30 * 86_400;
/** In which the same refresh token has the same successor: two tabs, a lost answer. */
export const REFRESH_GRACE_SECONDS = 30;
export const CODE_SECONDS = 60;
export const DEVICE_CODE_SECONDS = 600;
/** RFC 8628 section 3.5: between two questions, and what is added for one that came too early. */
export const DEVICE_INTERVAL_SECONDS = 5;
