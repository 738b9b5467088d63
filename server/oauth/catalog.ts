/**
 * What an app may be allowed to do, `noun.verb`. Adding a scope is one entry here; its words stand in
 * messages/<locale>.json under `scopes`, and what it opens in scopes.ts.
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
} as const satisfies Record<
  string,
  {
    /** The person confirms who they are before they give it. */
    sensitive: boolean;
    /** Opens what the person has a permission for besides, and nothing without it. */
    staff: boolean;
  }
>;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES).filter(isScope);

export function isScope(name: string): name is Scope {
  return Object.hasOwn(SCOPES, name);
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
